using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Acquisition.Conditions;

/// <summary>
/// One look at the instrument: vacuum, supply, beam, currents. Each is one short question that waits for its turn on the line like any other, and none changes anything, so
/// that a scan or a move goes on meanwhile; the first that gets no answer ends the look, so that a dead line costs one time-out. Nothing is cancelled on the way, because a
/// question that is given up would make the driver synchronise the line under the run.
/// </summary>
internal sealed class InstrumentProbe(ConditionSettings settings, TimeProvider time)
{
    private const int UnknownsUntilRare = 3;
    private static readonly TimeSpan Rare = TimeSpan.FromMinutes(5);
    private int _mainsUnknown;
    private long _mainsAsked;
    private string? _run;
    private double? _currentReference, _emissionReference;

    /// <summary>Takes what a run expects as the reference; what it leaves open is what the same run had before, else the first reading.</summary>
    public void Expect(BeamExpectation expectation)
    {
        if (_run != expectation.Run) (_run, _currentReference, _emissionReference) = (expectation.Run, null, null);
        _currentReference = expectation.ProbeCurrentPa ?? _currentReference;
        _emissionReference = expectation.EmissionUa ?? _emissionReference;
    }

    /// <summary>Looks once.</summary>
    /// <param name="microscope">The instrument.</param>
    /// <param name="judgesBeam">Whether a run expects the beam, or waits for it.</param>
    /// <param name="add">Takes each reading as it comes.</param>
    /// <param name="cancellationToken">Ends the look between two questions.</param>
    public async Task ReadAsync(IMicroscope microscope, bool judgesBeam, Action<ConditionReading> add, CancellationToken cancellationToken)
    {
        add(await VacuumAsync(microscope, cancellationToken).ConfigureAwait(false));
        cancellationToken.ThrowIfCancellationRequested();
        if (microscope.Mains is { } mains) add(await MainsAsync(mains, cancellationToken).ConfigureAwait(false));
        if (!judgesBeam) return;
        cancellationToken.ThrowIfCancellationRequested();
        BeamState beam = await microscope.Column.ReadBeamAsync(CancellationToken.None).ConfigureAwait(false);
        add(Beam(beam));
        if (beam != BeamState.On) return;
        cancellationToken.ThrowIfCancellationRequested();
        add(Currents(
            await microscope.Column.ReadProbeCurrentPaAsync(CancellationToken.None).ConfigureAwait(false),
            await microscope.Column.ReadEmissionUaAsync(CancellationToken.None).ConfigureAwait(false)));
    }

    private async Task<ConditionReading> VacuumAsync(IMicroscope microscope, CancellationToken cancellationToken)
    {
        VacuumState state = await microscope.Vacuum.ReadStateAsync(CancellationToken.None).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        double? highest = settings.Vacuum.MaximumPressurePa;
        double? pressure = highest is null && state == VacuumState.Ready ? null : await microscope.Vacuum.ReadPressurePaAsync(CancellationToken.None).ConfigureAwait(false);
        string value = pressure is { } pa ? FormattableString.Invariant($"the chamber reads '{Word(state)}' at {pa:0.##e+0} Pa") : $"the chamber reads '{Word(state)}'";
        string limit = highest is { } most ? FormattableString.Invariant($"ready, at most {most:0.##e+0} Pa") : "ready";
        ConditionVerdict verdict = state switch
        {
            VacuumState.Unknown => ConditionVerdict.Unknown,
            VacuumState.Ready => pressure > highest ? ConditionVerdict.Bad : ConditionVerdict.Good,
            _ => ConditionVerdict.Bad,
        };
        return new ConditionReading(WatchedCondition.Vacuum, verdict, value, limit, FormattableString.Invariant($"the vacuum has been {limit} for {settings.Vacuum.SettleS:0.#} s")) { IsDangerous = true };
    }

    private async Task<ConditionReading> MainsAsync(IMainsSupply mains, CancellationToken cancellationToken)
    {
        bool isRare = _mainsUnknown >= UnknownsUntilRare && time.GetElapsedTime(_mainsAsked) < Rare;
        MainsState state = MainsState.Unknown;
        if (!isRare)
        {
            state = await mains.ReadAsync(CancellationToken.None).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            (_mainsUnknown, _mainsAsked) = (state == MainsState.Unknown ? _mainsUnknown + 1 : 0, time.GetTimestamp());
        }

        string value = state switch
        {
            MainsState.Mains => "the microscope runs on the mains",
            MainsState.Battery => "the microscope runs on its battery",
            MainsState.BatteryLow => "the microscope's battery is nearly empty",
            _ => "the microscope does not tell where its power comes from",
        };
        ConditionVerdict verdict = state switch
        {
            MainsState.Unknown => ConditionVerdict.Unknown,
            MainsState.Mains => ConditionVerdict.Good,
            _ => ConditionVerdict.Bad,
        };
        return new ConditionReading(
            WatchedCondition.Mains, verdict, value, FormattableString.Invariant($"mains; at most {settings.Mains.GraceS:0.#} s of battery"),
            FormattableString.Invariant($"the mains have been back for {settings.Mains.SettleS:0.#} s"))
        {
            IsDangerous = state == MainsState.BatteryLow,
        };
    }

    private ConditionReading Beam(BeamState state)
    {
        ConditionVerdict verdict = state switch
        {
            BeamState.On => ConditionVerdict.Good,
            BeamState.Off or BeamState.FilamentBlown => ConditionVerdict.Bad,
            _ => ConditionVerdict.Unknown,
        };
        bool isBlown = state == BeamState.FilamentBlown;
        return new ConditionReading(
            WatchedCondition.Beam, verdict, isBlown ? "the filament is gone" : $"the beam reads '{Word(state)}'", "on",
            isBlown ? "a person has changed the filament" : FormattableString.Invariant($"the beam has been on for {settings.Beam.SettleS:0.#} s; it is switched on again {settings.Beam.RestartAfterS:0.#} s after it went off, {settings.Beam.Restarts} times at most"))
        {
            IsDangerous = true, NeedsPerson = isBlown,
        };
    }

    private ConditionReading Currents(double? probePa, double? emissionUa)
    {
        _currentReference ??= probePa is > 0 ? probePa : null;
        _emissionReference ??= emissionUa is > 0 ? emissionUa : null;
        (string Name, double Value, double Reference, string Unit)[] pairs = [.. new[] { ("probe current", probePa, _currentReference, "pA"), ("emission", emissionUa, _emissionReference, "µA") }
            .Where(pair => pair is { Item2: not null, Item3: > 0 }).Select(pair => (pair.Item1, pair.Item2!.Value, pair.Item3!.Value, pair.Item4))];
        string limit = FormattableString.Invariant($"within {settings.ProbeCurrent.MaximumDeviationPercent:0.#} % of the reference");
        string resumes = FormattableString.Invariant($"it has been within {settings.ProbeCurrent.ResumeDeviationPercent:0.#} % of the reference for {settings.ProbeCurrent.SettleS:0.#} s");
        if (pairs.Length == 0) return new ConditionReading(WatchedCondition.ProbeCurrent, ConditionVerdict.Unknown, "the instrument tells neither probe current nor emission", limit, resumes);
        (string name, double value, double reference, string unit) = pairs.MaxBy(pair => Math.Abs(pair.Value / pair.Reference - 1));
        double percent = 100 * (value / reference - 1);
        ConditionVerdict verdict = Math.Abs(percent) > settings.ProbeCurrent.MaximumDeviationPercent ? ConditionVerdict.Bad
            : Math.Abs(percent) > settings.ProbeCurrent.ResumeDeviationPercent ? ConditionVerdict.Doubtful : ConditionVerdict.Good;
        return new ConditionReading(
            WatchedCondition.ProbeCurrent, verdict, FormattableString.Invariant($"the {name} is {value:0.##} {unit}, {percent:+0.#;-0.#;0} % from its reference of {reference:0.##} {unit}"), limit, resumes);
    }

    private static string Word<T>(T value) where T : struct, Enum => ConditionTrip.Snake(value.ToString());
}
