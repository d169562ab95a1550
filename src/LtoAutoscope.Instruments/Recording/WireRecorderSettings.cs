namespace LtoAutoscope.Instruments.Recording;

/// <summary>How much of the wire is kept, and where.</summary>
public sealed record WireRecorderSettings
{
    /// <summary>Folder of the ring's files, <c>wire-000001.log</c> and so on.</summary>
    public required string Folder { get; init; }

    /// <summary>Size at which the next file is begun, bytes. Default 16 MiB.</summary>
    public long FileBytes { get; init; } = 16 << 20;

    /// <summary>How many files are kept, the one being written too. Default 8.</summary>
    public int Files { get; init; } = 8;

    /// <summary>Most bytes of one write or read that are kept. Default 4096.</summary>
    public int RecordBytes { get; init; } = 4096;

    /// <summary>Bytes that are kept of each frame on a connection of <see cref="ImagePurposes"/>, so that a night of pixels does not wash out the ring. Default 64.</summary>
    public int ImageBytes { get; init; } = 64;

    /// <summary>Purposes of connections that carry images, and how those are cut; null where they are not cut and the beginning of each read is kept.</summary>
    public IReadOnlyDictionary<string, FrameLayout?> ImagePurposes { get; init; } = new Dictionary<string, FrameLayout?> { ["data"] = FrameLayout.SharkSem };

    /// <summary>Most records that may wait for the disk; what comes beyond is lost and counted. Default 8192.</summary>
    public int PendingRecords { get; init; } = 8192;

    /// <summary>How long a disk that failed is left alone. Default 5 s.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(5);
}
