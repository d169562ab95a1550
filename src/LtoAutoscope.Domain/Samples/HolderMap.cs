using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Domain.Samples;

/// <summary>The holder that lies on the stage: which stubs it has and where.</summary>
public sealed record HolderMap
{
    /// <summary>The holder's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its stubs.</summary>
    public required IReadOnlyList<Stub> Stubs { get; init; }

    /// <summary>What it is, in words.</summary>
    public string Description { get; init; } = "";

    /// <summary>Places that the beam's axis must not come over. Default none.</summary>
    public IReadOnlyList<KeepOut> KeepOuts { get; init; } = [];

    /// <summary>The stub of that name, or null.</summary>
    public Stub? Find(string stub) => Stubs.FirstOrDefault(s => string.Equals(s.Name, stub, StringComparison.OrdinalIgnoreCase));

    /// <summary>Problems, each as <c>what: why</c>; empty when the map is sound: stubs with names of their own, apart from each other and from keep-outs, gratings with a certificate's figures.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> problems = [];
        if (string.IsNullOrWhiteSpace(Name)) problems.Add("name: give the holder a name");
        if (Stubs.Count == 0) problems.Add("stubs: the holder has none; add at least one");
        if (Stubs.Count > 0 && Stubs.All(stub => stub.Grating is not null)) problems.Add("stubs: all of them carry gratings; there is no place for a sample");
        for (int i = 0; i < Stubs.Count; i++)
        {
            Stub stub = Stubs[i];
            if (string.IsNullOrWhiteSpace(stub.Name)) problems.Add($"stubs[{i}]: give the stub the name that is engraved beside it");
            if (!(stub.RadiusMm > 0)) problems.Add(FormattableString.Invariant($"stub '{stub.Name}': its radius is {stub.RadiusMm} mm; give radius_mm above 0"));
            if (stub.Grating is { } grating && !(grating.PitchNm is >= 1 and <= 1e6)) problems.Add(FormattableString.Invariant($"stub '{stub.Name}': grating.pitch_nm {grating.PitchNm} must lie between 1 and 1,000,000 nm"));
            if (stub.Grating is { } certified && !(certified.UncertaintyPercent is > 0 and <= 50)) problems.Add(FormattableString.Invariant($"stub '{stub.Name}': grating.uncertainty_percent {certified.UncertaintyPercent} must lie above 0 and at most 50 %"));
            foreach (Stub other in Stubs.Take(i))
            {
                if (string.Equals(other.Name, stub.Name, StringComparison.OrdinalIgnoreCase)) problems.Add($"stub '{stub.Name}': two stubs have this name; give each its own");
                double distance = Math.Sqrt(Math.Pow(stub.XMm - other.XMm, 2) + Math.Pow(stub.YMm - other.YMm, 2));
                if (distance < stub.RadiusMm + other.RadiusMm)
                    problems.Add(FormattableString.Invariant($"stub '{stub.Name}': it overlaps '{other.Name}', which is {distance:0.00} mm away; correct centres or radii"));
            }
        }

        foreach (KeepOut keepOut in KeepOuts)
        {
            if (!(keepOut.FromXMm < keepOut.ToXMm) || !(keepOut.FromYMm < keepOut.ToYMm)) problems.Add($"keep-out '{keepOut.Name}': its lower corner does not lie under its upper one");
            problems.AddRange(Stubs.Where(stub => Touches(stub, keepOut)).Select(stub => $"keep-out '{keepOut.Name}': it reaches into the part of stub '{stub.Name}' that may be imaged"));
        }

        return problems;
    }

    /// <summary>Stubs that a stage cannot bring under the beam whole, each with why.</summary>
    public IReadOnlyList<string> OutOfReach(StageLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return [.. Stubs.Where(stub => !Reaches(limits.X, stub.XMm, stub.RadiusMm) || !Reaches(limits.Y, stub.YMm, stub.RadiusMm)).Select(stub => FormattableString.Invariant(
            $"stub '{stub.Name}' reaches x {stub.XMm - stub.RadiusMm:0.##}…{stub.XMm + stub.RadiusMm:0.##} mm, y {stub.YMm - stub.RadiusMm:0.##}…{stub.YMm + stub.RadiusMm:0.##} mm; the stage goes from x {limits.X.Low:0.##} to {limits.X.High:0.##} mm and from y {limits.Y.Low:0.##} to {limits.Y.High:0.##} mm"))];
    }

    private static bool Reaches(AxisRange axis, double centre, double radius) => axis.Contains(centre - radius) && axis.Contains(centre + radius);

    private static bool Touches(Stub stub, KeepOut keepOut)
    {
        double x = Math.Max(Math.Max(keepOut.FromXMm - stub.XMm, 0), stub.XMm - keepOut.ToXMm), y = Math.Max(Math.Max(keepOut.FromYMm - stub.YMm, 0), stub.YMm - keepOut.ToYMm);
        return Math.Sqrt(x * x + y * y) < stub.RadiusMm;
    }
}
