using LtoAutoscope.Storage.Bundles;

namespace LtoAutoscope.Daemon.Cli;

/// <summary>What <c>export</c> is asked for; paths are absolute, null where it is not asked for.</summary>
internal sealed record ExportRequest
{
    /// <summary>Folder for the files of the run.</summary>
    public string? Folder { get; init; }

    /// <summary>Which particles.</summary>
    public string? Particles { get; init; }

    /// <summary>The zip.</summary>
    public string? Bundle { get; init; }

    /// <summary>Folder for the mosaics.</summary>
    public string? Mosaics { get; init; }

    /// <summary>What goes into the zip.</summary>
    public required BundleOptions Options { get; init; }
}
