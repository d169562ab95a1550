namespace LtoAutoscope.Acquisition.Conditions;

/// <summary>Looks at the hottest sensor, measured by how near it is to its own limit.</summary>
internal sealed class TemperatureProbe(ITemperatureSensors sensors, TemperatureCondition settings)
{
    private const double BelowCritical = 5;

    /// <summary>Looks once.</summary>
    public ConditionReading Read()
    {
        string resumes = FormattableString.Invariant($"it has been at most {settings.ResumeC:0.#} °C for {settings.SettleS:0.#} s");
        IReadOnlyList<TemperatureReading> all = sensors.Read();
        if (all.Count == 0)
            return new ConditionReading(WatchedCondition.Temperature, ConditionVerdict.Unknown, "this computer has no sensor that can be read", FormattableString.Invariant($"{settings.MaximumC:0.#} °C"), resumes);
        (TemperatureReading hottest, double limit) = all.Select(reading => (reading, Limit: Math.Min(settings.MaximumC, reading.CriticalCelsius - BelowCritical ?? double.PositiveInfinity)))
            .MaxBy(pair => pair.reading.Celsius - pair.Limit);
        ConditionVerdict verdict = hottest.Celsius > limit ? ConditionVerdict.Bad : hottest.Celsius > Math.Min(settings.ResumeC, limit) ? ConditionVerdict.Doubtful : ConditionVerdict.Good;
        return new ConditionReading(
            WatchedCondition.Temperature, verdict, FormattableString.Invariant($"the sensor '{hottest.Sensor}' reads {hottest.Celsius:0.#} °C"), FormattableString.Invariant($"{limit:0.#} °C"), resumes);
    }
}
