namespace LtoAutoscope.Acquisition.Conditions;

/// <summary>One temperature of the computer.</summary>
/// <param name="Sensor">Its name.</param>
/// <param name="Celsius">What it reads, °C.</param>
/// <param name="CriticalCelsius">Where its maker says that it is critical, °C; null when that is not told.</param>
public readonly record struct TemperatureReading(string Sensor, double Celsius, double? CriticalCelsius);
