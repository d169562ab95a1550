using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Samples;

namespace LtoAutoscope.Storage.Configuration;

/// <summary>Reads a holder map from config/holders/*.yaml.</summary>
public static class HolderFile
{
    /// <summary>Reads and validates a holder: at least one stub, each with its own name, none overlapping another.</summary>
    /// <exception cref="InputException">A key is unknown, or the stubs do not fit.</exception>
    public static HolderMap Load(string path)
    {
        HolderMap holder = StrictYaml.Load<HolderMap>(path);
        if (holder.Stubs.Count == 0) throw new InputException("the holder has no stubs", path, "Add at least one under 'stubs'");
        foreach (Stub stub in holder.Stubs)
        {
            if (!(stub.RadiusMm > 0)) throw new InputException($"stub '{stub.Name}' has the radius {stub.RadiusMm} mm", path, "Give radius_mm above 0");
            foreach (Stub other in holder.Stubs.TakeWhile(other => other != stub))
            {
                if (string.Equals(other.Name, stub.Name, StringComparison.OrdinalIgnoreCase))
                    throw new InputException($"two stubs are called '{stub.Name}'", path, "Give each stub its own name");
                double distance = Math.Sqrt(Math.Pow(stub.XMm - other.XMm, 2) + Math.Pow(stub.YMm - other.YMm, 2));
                if (distance < stub.RadiusMm + other.RadiusMm)
                    throw new InputException(FormattableString.Invariant($"the stubs '{other.Name}' and '{stub.Name}' overlap: they are {distance:0.00} mm apart"), path, "Correct their centres or radii");
            }
        }

        return holder;
    }
}
