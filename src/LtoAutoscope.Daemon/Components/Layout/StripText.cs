using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Daemon.Components.Layout;

/// <summary>The words in the strip's cells; what could not be read is an en dash.</summary>
internal static class StripText
{
    public static string Beam(InstrumentView instrument) => instrument switch
    {
        { Beam: BeamState.Off } => "Off",
        { Beam: BeamState.Changing } => "Changing",
        { Beam: BeamState.FilamentBlown } => "Filament gone",
        { Beam: BeamState.On, Blanked: true } => "Blanked",
        { Beam: BeamState.On, EnergyKv: { } energy } => $"{Figures.Fixed(energy, 1)} kV",
        { Beam: BeamState.On } => "On",
        _ => Figures.Unknown,
    };

    public static string BeamDetail(InstrumentView instrument) => instrument switch
    {
        { Beam: BeamState.On, Blanked: true, EnergyKv: { } energy } => $"{Figures.Fixed(energy, 1)} kV",
        { Beam: BeamState.On, ProbeCurrentPa: { } current } => $"{Figures.Fixed(current, 0)} pA",
        _ => "",
    };

    public static string Vacuum(InstrumentView instrument) => instrument switch
    {
        { Vacuum: VacuumState.Ready, PressurePa: { } pressure } => $"{Figures.Scientific(pressure)} Pa",
        { Vacuum: VacuumState.Unknown } => Figures.Unknown,
        { Vacuum: VacuumState.ChamberOpen } => "Chamber open",
        { Vacuum: VacuumState.Off } => "Pumps off",
        _ => instrument.Vacuum.ToString(),
    };

    public static string Stage(InstrumentView instrument) => instrument.Motion switch
    {
        StageMotion.Idle => "Settled",
        StageMotion.Moving => "Moving",
        _ => Figures.Unknown,
    };

    public static string Control(InstrumentView instrument) => instrument.ControlledBy is { Length: > 0 } by ? char.ToUpperInvariant(by[0]) + by[1..] : "Nobody";

    public static (DateTimeOffset Early, DateTimeOffset Late)? QueueEnds(LabSnapshot lab)
    {
        (DateTimeOffset Early, DateTimeOffset Late)? ends = null;
        foreach (var job in lab.Queue)
        {
            if (job.State is not (RunState.Queued or RunState.Running)) continue;
            if (job.EndsBetween is not { } end) return null;
            if (ends is null || end.Late > ends.Value.Late) ends = end;
        }

        return ends;
    }
}
