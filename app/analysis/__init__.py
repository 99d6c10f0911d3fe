"""From a recording to tracks of arousal and valence: the house's main corridor."""
