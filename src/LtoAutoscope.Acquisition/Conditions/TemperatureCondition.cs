namespace LtoAutoscope.Acquisition.Conditions;

/// <summary>Limits of the computer's temperature, where it can be read (Linux).</summary>
public sealed record TemperatureCondition
{
    /// <summary>Temperature of the hottest sensor that suspends a run, °C, 20…150; a sensor's own critical value less 5 °C counts where it is lower. Default 95.</summary>
    public double MaximumC { get; init; } = 95;

    /// <summary>Temperature under which a suspended run goes on, °C, not over the one above. Default 80.</summary>
    public double ResumeC { get; init; } = 80;

    /// <summary>How long it may be too hot before the run is suspended, s, 0…3600. Default 20.</summary>
    public double GraceS { get; init; } = 20;

    /// <summary>How long it has to be cool before a run goes on, s, 0…7200. Default 60.</summary>
    public double SettleS { get; init; } = 60;
}
