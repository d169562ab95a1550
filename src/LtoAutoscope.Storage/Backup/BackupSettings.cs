using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Configuration;

namespace LtoAutoscope.Storage.Backup;

/// <summary>How the recurring backup is made: <c>config/backup.yaml</c>.</summary>
public sealed record BackupSettings
{
    /// <summary>The file's name in the folder <c>config</c>.</summary>
    public const string FileName = "backup.yaml";

    /// <summary>Folder of the archives, best on another disk; null means <c>backups/</c> in the data folder. Default null.</summary>
    public string? Folder { get; init; }

    /// <summary>How many archives stay there, 0…10,000; 0 keeps all. Default 14.</summary>
    public int Keep { get; init; } = BackupWriter.DefaultKept;

    /// <summary>Whether the configuration folder is taken along. Default yes.</summary>
    public bool WithConfig { get; init; } = true;

    /// <summary>Reads and validates the file of a configuration folder; the defaults where there is none.</summary>
    /// <exception cref="InputException">A key is unknown, or a value is out of range.</exception>
    public static BackupSettings Load(string configFolder)
    {
        string path = Path.Combine(configFolder, FileName);
        if (!File.Exists(path)) return new BackupSettings();
        BackupSettings settings = StrictYaml.Load<BackupSettings>(path);
        return settings.Keep is >= 0 and <= 10_000 ? settings : throw new InputException($"keep: {settings.Keep} must lie between 0 and 10000", path, "Correct the key");
    }
}
