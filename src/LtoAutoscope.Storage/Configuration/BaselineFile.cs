using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Baselines;

namespace LtoAutoscope.Storage.Configuration;

/// <summary>Reads a baseline from config/baselines/*.yaml.</summary>
public static class BaselineFile
{
    /// <summary>Reads and validates it.</summary>
    /// <exception cref="InputException">A key is unknown or a value is out of range; all problems are listed.</exception>
    public static Baseline Load(string path)
    {
        Baseline baseline = StrictYaml.Load<Baseline>(path);
        if (baseline.Validate() is { Count: > 0 } problems) throw new InputException(string.Join("; ", problems), path, "Correct these values");
        return baseline;
    }
}
