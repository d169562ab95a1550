using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Recipes;

namespace LtoAutoscope.Pipeline.Exchange;

/// <summary>What a report on images from elsewhere says beyond their results.</summary>
public sealed record FolderReportAbout
{
    /// <summary>Name of the sample.</summary>
    public required string SampleName { get; init; }

    /// <summary>What it is, in words.</summary>
    public string Description { get; init; } = "";

    /// <summary>The material that the cell model took; null where none was run.</summary>
    public Material? Material { get; init; }

    /// <summary>What the cell model was run with; null where none was run, and whatever lies in the folder is then left alone.</summary>
    public CellModelSettings? CellModel { get; init; }

    /// <summary>The program's version.</summary>
    public required string SoftwareVersion { get; init; }
}
