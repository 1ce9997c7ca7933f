"""The judge: what AppConfig resources can get wrong together, as findings. Pure Python."""
