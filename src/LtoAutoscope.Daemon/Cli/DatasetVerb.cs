using System.CommandLine;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>dataset</c>: a laboratory's own pictures, out to be corrected and back to be trained on.</summary>
internal static class DatasetVerb
{
    public static Command Create() => new("dataset", "Own pictures with outlines: export them to be corrected, check them, take them back.")
    {
        DatasetExportVerb.Create(), DatasetImportVerb.Check(), DatasetImportVerb.Import(), DatasetListVerb.Create(),
    };
}
