using System.CommandLine;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>instrument</c>: what an integrator needs at a microscope, before and beside the daemon.</summary>
internal static class InstrumentVerb
{
    public static Command Create() => new("instrument", "See, try and move an instrument by hand; record and replay its wire.")
    {
        InstrumentListVerb.Create(), InstrumentDescribeVerb.Create(), InstrumentCheckVerb.Create(), InstrumentMonitorVerb.Create(), InstrumentJogVerb.Create(),
        InstrumentStopVerb.Create(), InstrumentConsoleVerb.Create(), InstrumentRecordVerb.Create(), InstrumentReplayVerb.Create(), InstrumentBenchVerb.Create(),
    };
}
