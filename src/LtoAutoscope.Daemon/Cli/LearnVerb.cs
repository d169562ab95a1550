using System.CommandLine;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>learn</c>: from morphology to Coulombic efficiency, and to the next synthesis. One file a verb.</summary>
internal static class LearnVerb
{
    public static Command Create() => new("learn", "Regression from morphology to Coulombic efficiency, scores, and proposals of the next synthesis.")
    {
        LearnSvrVerb.Create(),
        LearnRegressionVerb.Create(),
        LearnStudyVerb.Create(),
        LearnHyperscoreVerb.Create(),
        LearnProposeVerb.Create(),
    };
}
