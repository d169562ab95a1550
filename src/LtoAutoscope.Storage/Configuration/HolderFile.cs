using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Samples;

namespace LtoAutoscope.Storage.Configuration;

/// <summary>Reads a holder map from config/holders/*.yaml.</summary>
public static class HolderFile
{
    /// <summary>Reads and validates a holder.</summary>
    /// <exception cref="InputException">A key is unknown, or stubs, gratings or keep-outs do not fit; all of these are listed.</exception>
    public static HolderMap Load(string path)
    {
        HolderMap holder = StrictYaml.Load<HolderMap>(path);
        return holder.Validate() is { Count: > 0 } problems ? throw new InputException(string.Join("; ", problems), path, "Correct these entries; holder.schema.json beside it says what they mean") : holder;
    }

    /// <summary>Reads and validates a holder for an instrument.</summary>
    /// <exception cref="InputException">As for <see cref="Load(string)"/>, or the stage does not reach a stub.</exception>
    public static HolderMap Load(string path, StageLimits limits)
    {
        HolderMap holder = Load(path);
        return holder.OutOfReach(limits) is { Count: > 0 } problems
            ? throw new InputException(string.Join("; ", problems), path, "Choose a holder that fits this stage with --holder NAME, or write its centres in the coordinates of this stage")
            : holder;
    }
}
