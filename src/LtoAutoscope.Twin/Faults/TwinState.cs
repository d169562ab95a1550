using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Twin.Motion;

namespace LtoAutoscope.Twin.Faults;

/// <summary>The truth about a twin at one moment, for a test or a person to look at; infinities are null.</summary>
internal sealed record TwinState
{
    public required double TimeS { get; init; }

    public required StagePosition Position { get; init; }

    public required StagePosition Reported { get; init; }

    public required bool Moving { get; init; }

    public required bool Calibrated { get; init; }

    public required long Moves { get; init; }

    public required double? LensGapMm { get; init; }

    public required IReadOnlyList<Collision> Collisions { get; init; }

    public required IReadOnlyList<LimitHit> LimitHits { get; init; }

    /// <summary>−1 blown, 0 off, 1 on, 1000 changing.</summary>
    public required int Beam { get; init; }

    /// <summary>0 never blanked, 1 always, 2 open only while a scan runs.</summary>
    public required int Blanker { get; init; }

    public required double VoltageV { get; init; }

    public required double EmissionUa { get; init; }

    public required double ProbeCurrentPa { get; init; }

    public required double WorkingDistanceMm { get; init; }

    public required double SurfaceWorkingDistanceMm { get; init; }

    public required double FieldWidthUm { get; init; }

    public required bool SpecimenCurrentMonitor { get; init; }

    public required string Vacuum { get; init; }

    public required double PressurePa { get; init; }

    public required string Mains { get; init; }

    public required bool Power { get; init; }

    public required long Frames { get; init; }

    public required double DoseHerePerNm2 { get; init; }

    public required double DoseElectrons { get; init; }

    public required bool WireStalled { get; init; }

    public required bool WireHalfOpen { get; init; }

    public required bool WireRefusing { get; init; }

    public required int FaultsPending { get; init; }

    public required IReadOnlyList<StruckFault> FaultsStruck { get; init; }

    public static TwinState Of(TwinMicroscope m, FaultRunner runner)
    {
        StagePosition place = m.Stage.True;
        return new TwinState
        {
            TimeS = m.Clock.Now, Position = place, Reported = m.Stage.Reported, Moving = m.Stage.IsBusy, Calibrated = m.Stage.IsCalibrated, Moves = m.Stage.Moves,
            LensGapMm = double.IsFinite(m.Stage.LensGapMm) ? m.Stage.LensGapMm : null, Collisions = m.Stage.Collisions, LimitHits = m.Stage.LimitHits,
            Beam = m.Column.BeamState, Blanker = m.Column.Blanker, VoltageV = m.Column.VoltageV, EmissionUa = m.Column.EmissionUa, ProbeCurrentPa = m.Column.TrueProbeCurrentPa,
            WorkingDistanceMm = m.Column.WorkingDistanceMm, SurfaceWorkingDistanceMm = m.SurfaceWorkingDistanceMm(), FieldWidthUm = m.Column.TrueFieldWidthUm,
            SpecimenCurrentMonitor = m.Column.IsSpecimenCurrentMonitorOn, Vacuum = m.Vacuum.State.ToString(), PressurePa = m.Vacuum.PressurePa, Mains = m.Faults.Mains.ToString(),
            Power = m.Faults.HasPower, Frames = m.Frames, DoseHerePerNm2 = m.Dose.DosePerNm2(place.XMm, place.YMm), DoseElectrons = m.Dose.Electrons,
            WireStalled = m.WireFaults.IsStalled, WireHalfOpen = m.WireFaults.IsHalfOpen, WireRefusing = m.WireFaults.IsRefusing, FaultsPending = runner.Pending,
            FaultsStruck = [.. runner.Struck.Select(struck => new StruckFault(struck.Fault, struck.AtSeconds))],
        };
    }

    internal sealed record StruckFault(string Fault, double AtS);
}
