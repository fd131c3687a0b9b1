//! Findings of one alert as one report, format-neutral.
