namespace LtoAutoscope.Storage.Backup;

/// <summary>What a backup holds: <c>manifest.json</c>, the last entry of the archive. An archive without it was never finished.</summary>
public sealed record BackupManifest
{
    /// <summary>The form that this version writes.</summary>
    public const int PresentFormat = 1;

    /// <summary>Its name in the archive.</summary>
    public const string EntryName = "manifest.json";

    /// <summary>The form of the archive.</summary>
    public required int Format { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>The computer on which it was made.</summary>
    public required string Machine { get; init; }

    /// <summary>The program's version.</summary>
    public required string SoftwareVersion { get; init; }

    /// <summary>The data folder.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Its files, in the order of the archive.</summary>
    public required IReadOnlyList<BackupFile> Files { get; init; }

    /// <summary>The runs that are not in it.</summary>
    public required IReadOnlyList<BackupRun> Runs { get; init; }
}
