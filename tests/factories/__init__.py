"""What tests build again and again."""
