//! Reading one alert.
