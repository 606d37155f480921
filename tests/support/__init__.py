"""What tests share: factories, a PostgreSQL server, a running portal, a browser."""
