using System.CommandLine;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>cell</c>: measured cells: cyclers' files in, cycles out, and cells that do not count.</summary>
internal static class CellVerb
{
    public static Command Create() => new("cell", "Measured cells: import cyclers' files, list and show them, leave one out with a reason.")
    {
        CellPreviewVerb.Create(), CellImportVerb.Create(), CellListVerb.List(), CellListVerb.Show(), CellExcludeVerb.Exclude(), CellExcludeVerb.Include(),
    };
}
