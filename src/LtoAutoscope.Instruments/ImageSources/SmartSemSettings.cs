namespace LtoAutoscope.Instruments.ImageSources;

/// <summary>How frames are grabbed from Zeiss SmartSEM on this computer.</summary>
public sealed record SmartSemSettings
{
    /// <summary>Folder for the file of a grab, deleted after it was read; SmartSEM has to reach it under the same name. Default the system's temporary folder.</summary>
    public string Folder { get; init; } = Path.GetTempPath();

    /// <summary>Added to the time of a frame before it is grabbed, because SmartSEM is late at times. Default 0.5 s.</summary>
    public TimeSpan ExtraTime { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest frame that is waited for. Default 30 min.</summary>
    public TimeSpan LongestFrame { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Longest call into SmartSEM. Default 60 s.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
