namespace LtoAutoscope.Acquisition.Conditions;

/// <summary>Limits of what is watched while the laboratory works: <c>config/conditions.yaml</c>.</summary>
public sealed record ConditionSettings
{
    /// <summary>Time between two looks at the instrument, s, 0.1…600. Default 2. A look that takes long on a slow line waits four times as long before the next.</summary>
    public double InstrumentPeriodS { get; init; } = 2;

    /// <summary>Time between two looks at the computer (disk, temperature, clock), s, 0.1…600. Default 5.</summary>
    public double MachinePeriodS { get; init; } = 5;

    /// <summary>The chamber.</summary>
    public VacuumCondition Vacuum { get; init; } = new();

    /// <summary>The supply of power.</summary>
    public MainsCondition Mains { get; init; } = new();

    /// <summary>The beam.</summary>
    public BeamCondition Beam { get; init; } = new();

    /// <summary>Probe current and emission.</summary>
    public ProbeCurrentCondition ProbeCurrent { get; init; } = new();

    /// <summary>The disk.</summary>
    public DiskCondition Disk { get; init; } = new();

    /// <summary>The computer's temperature.</summary>
    public TemperatureCondition Temperature { get; init; } = new();

    /// <summary>The clock.</summary>
    public ClockCondition Clock { get; init; } = new();

    /// <summary>Problems, each as <c>key: what is wrong</c>; empty when the settings are sound.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> problems = [];
        Range("instrument_period_s", InstrumentPeriodS, 0.1, 600);
        Range("machine_period_s", MachinePeriodS, 0.1, 600);
        if (Vacuum.MaximumPressurePa is { } pressure) Range("vacuum.maximum_pressure_pa", pressure, 1e-9, 1e5);
        Range("vacuum.settle_s", Vacuum.SettleS, 0, 7200);
        Range("mains.grace_s", Mains.GraceS, 0, 3600);
        Range("mains.settle_s", Mains.SettleS, 0, 7200);
        Range("beam.restarts", Beam.Restarts, 0, 100);
        Range("beam.restart_after_s", Beam.RestartAfterS, 0, 3600);
        Range("beam.settle_s", Beam.SettleS, 0, 7200);
        Range("probe_current.maximum_deviation_percent", ProbeCurrent.MaximumDeviationPercent, 0.1, 100);
        Range("probe_current.resume_deviation_percent", ProbeCurrent.ResumeDeviationPercent, 0.1, 100);
        Range("probe_current.grace_s", ProbeCurrent.GraceS, 0, 3600);
        Range("probe_current.settle_s", ProbeCurrent.SettleS, 0, 7200);
        Range("disk.minimum_free_gib", Disk.MinimumFreeGib, 0.01, 1e6);
        Range("disk.resume_free_gib", Disk.ResumeFreeGib, 0.01, 1e6);
        Range("disk.warn_full_within_hours", Disk.WarnFullWithinHours, 0, 1000);
        Range("disk.settle_s", Disk.SettleS, 0, 7200);
        Range("temperature.maximum_c", Temperature.MaximumC, 20, 150);
        Range("temperature.resume_c", Temperature.ResumeC, 20, 150);
        Range("temperature.grace_s", Temperature.GraceS, 0, 3600);
        Range("temperature.settle_s", Temperature.SettleS, 0, 7200);
        Range("clock.maximum_jump_s", Clock.MaximumJumpS, 0.5, 3600);
        Range("clock.settle_s", Clock.SettleS, 0, 7200);
        if (Disk.ResumeFreeGib < Disk.MinimumFreeGib) problems.Add("disk.resume_free_gib: it must not lie under disk.minimum_free_gib");
        if (Temperature.ResumeC > Temperature.MaximumC) problems.Add("temperature.resume_c: it must not lie over temperature.maximum_c");
        if (ProbeCurrent.ResumeDeviationPercent > ProbeCurrent.MaximumDeviationPercent) problems.Add("probe_current.resume_deviation_percent: it must not lie over probe_current.maximum_deviation_percent");
        return problems;

        void Range(string key, double value, double low, double high)
        {
            if (!(value >= low && value <= high)) problems.Add(FormattableString.Invariant($"{key}: {value} must lie between {low} and {high}"));
        }
    }

    internal TimeSpan SettlingOf(WatchedCondition condition) => TimeSpan.FromSeconds(condition switch
    {
        WatchedCondition.Vacuum => Vacuum.SettleS,
        WatchedCondition.Mains => Mains.SettleS,
        WatchedCondition.Beam => Beam.SettleS,
        WatchedCondition.ProbeCurrent => ProbeCurrent.SettleS,
        WatchedCondition.Disk => Disk.SettleS,
        WatchedCondition.Temperature => Temperature.SettleS,
        _ => Clock.SettleS,
    });

    internal TimeSpan GraceOf(WatchedCondition condition) => TimeSpan.FromSeconds(condition switch
    {
        WatchedCondition.Mains => Mains.GraceS,
        WatchedCondition.ProbeCurrent => ProbeCurrent.GraceS,
        WatchedCondition.Temperature => Temperature.GraceS,
        _ => 0,
    });
}
