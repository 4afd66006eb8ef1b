"""From tables to charts, evidence and pages."""
