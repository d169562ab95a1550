namespace LtoAutoscope.Acquisition.Conditions;

/// <summary>The computer's temperatures.</summary>
public interface ITemperatureSensors
{
    /// <summary>All of them; empty where there are none to be read.</summary>
    IReadOnlyList<TemperatureReading> Read();
}
