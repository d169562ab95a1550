namespace LtoAutoscope.Instruments.ImageSources;

/// <summary>Where the frames land that a microscope stores by itself, and when one counts as come.</summary>
public sealed record WatchedFolderSettings
{
    /// <summary>The folder, as this computer sees it; it may be a share. Key <c>folder</c>.</summary>
    public required string Folder { get; init; }

    /// <summary>Names that count, with <c>*</c> and <c>?</c>, in any case. Names that end in .tmp, .part or .partial and hidden ones never do. Key <c>pattern</c>, default <c>*.tif</c>.</summary>
    public string Pattern { get; init; } = "*.tif";

    /// <summary>How long size and time of a file have to stay as they are before it is read, &gt; 0. Key <c>settle_s</c>, default 1 s.</summary>
    public TimeSpan SettleTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait for a whole file after the frame was stored, &gt; the settle time. Key <c>timeout_s</c>, default 60 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Time between two looks; a notice of the operating system makes the next one earlier and is never relied on. Default 0.25 s.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>What becomes of a file that was read. Key <c>after</c>, default <c>keep</c>.</summary>
    public AfterReading After { get; init; } = AfterReading.Keep;

    /// <summary>Folder for files that were read, where <see cref="After"/> says so; null is <c>done</c> in <see cref="Folder"/>.</summary>
    public string? DoneFolder { get; init; }
}
