using LtoAutoscope.Acquisition.Conditions;
using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Configuration;

namespace LtoAutoscope.Pipeline.Preflight;

/// <summary>Reads the limits of the watched conditions from <c>config/conditions.yaml</c>.</summary>
public static class ConditionFile
{
    /// <summary>Its name in the folder <c>config</c>.</summary>
    public const string Name = "conditions.yaml";

    /// <summary>Reads and validates the file of a configuration folder; the defaults where there is none.</summary>
    /// <exception cref="InputException">A key is unknown, or values are out of range; all of these are listed.</exception>
    public static ConditionSettings Load(string configFolder)
    {
        string path = Path.Combine(configFolder, Name);
        if (!File.Exists(path)) return new ConditionSettings();
        ConditionSettings settings = StrictYaml.Load<ConditionSettings>(path);
        return settings.Validate() is { Count: > 0 } problems
            ? throw new InputException(string.Join("; ", problems), path, "Correct these keys; their ranges stand in conditions.schema.json beside it")
            : settings;
    }
}
