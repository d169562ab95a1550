using System.CommandLine;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>bench</c>: how fast and how good the seeing is, measured on this machine.</summary>
internal static class BenchVerb
{
    public static Command Create() => new("bench", "Measure speed and accuracy of the segmentation and the metrology.")
    {
        BenchAnalyseVerb.Create(),
        BenchDataBarVerb.Create(),
        BenchCalibrateVerb.Create(),
        BenchConfidenceVerb.Create(),
        BenchPredictVerb.Create(),
        BenchScoreVerb.Create(),
        BenchMetrologyVerb.Create(),
        BenchAccuracyVerb.Create(),
        BenchCoverageVerb.Create(),
        BenchInspectVerb.Create(),
        BenchShiftVerb.Create(),
        BenchGratingVerb.Create(),
        BenchSampleTimeVerb.Create(),
        BenchFocusVerb.Create(),
        BenchBeamVerb.Create(),
        BenchViewersVerb.Create(),
        BenchKillsVerb.Create(),
        BenchParticlesVerb.Create(),
        BenchTilesVerb.Create(),
        BenchReportVerb.Create(),
        BenchSvrVerb.Create(),
        BenchOptimiserVerb.Create(),
    };
}
