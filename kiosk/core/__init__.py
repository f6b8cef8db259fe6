"""What every room may know: money, time, errors, and how we talk with a person."""
