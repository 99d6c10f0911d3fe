"""MIMAMO Studio from a checkout: ``python main.py [COMMAND]``."""

from app.cli.main import run

if __name__ == "__main__":
    run()
