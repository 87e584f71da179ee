"""The pages of filing. All of them work without script."""
