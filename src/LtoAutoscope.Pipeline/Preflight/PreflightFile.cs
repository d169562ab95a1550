using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Configuration;

namespace LtoAutoscope.Pipeline.Preflight;

/// <summary>Reads the limits of the checks before the night from <c>config/preflight.yaml</c>.</summary>
public static class PreflightFile
{
    /// <summary>Its name in the folder <c>config</c>.</summary>
    public const string Name = "preflight.yaml";

    /// <summary>Reads and validates the file of a configuration folder; the defaults where there is none.</summary>
    /// <exception cref="InputException">A key is unknown, or values are out of range; all of these are listed.</exception>
    public static PreflightSettings Load(string configFolder)
    {
        string path = Path.Combine(configFolder, Name);
        if (!File.Exists(path)) return new PreflightSettings();
        PreflightSettings settings = StrictYaml.Load<PreflightSettings>(path);
        return settings.Validate() is { Count: > 0 } problems
            ? throw new InputException(string.Join("; ", problems), path, "Correct these keys; their ranges stand in preflight.schema.json beside it")
            : settings;
    }
}
