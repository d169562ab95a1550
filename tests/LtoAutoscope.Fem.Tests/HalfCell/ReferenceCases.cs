using System.Globalization;
using System.Runtime.CompilerServices;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Cases;
using LtoAutoscope.Fem.HalfCell;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.Tests.HalfCell;

/// <summary>The cases of the reference solutions, and ways to compare with them.</summary>
internal static class ReferenceCases
{
    /// <summary>The example half cell with spheres of one radius.</summary>
    internal static CellCase Lto(double radiusM, double ratePerHour, bool side, double diffusivity = 1e-17, int cycles = 1)
        => LtoOf([ParticleClass.Sphere(radiusM)], ratePerHour, side, diffusivity, cycles);

    internal static CellCase LtoOf(IReadOnlyList<ParticleClass> classes, double ratePerHour, bool side, double diffusivity = 1e-17, int cycles = 1)
    {
        var example = Example("lto-half-cell");
        var material = example.Positive.Material with { DiffusivityM2S = diffusivity, SideRateMS = side ? example.Positive.Material.SideRateMS : 0 };
        return example with
        {
            Positive = example.Positive with { Classes = classes, Material = material },
            Protocol = Protocol.ConstantCurrent(ratePerHour, 1.0, 2.5, cycles: cycles),
        };
    }

    internal static CellCase Example(string name) => CaseFile.Load(Path.Combine(Root(), "config", "cases", name + ".yaml"), Path.Combine(Root(), "config", "materials"));

    internal static List<double[]> Read(string folder, string file)
        => [.. File.ReadLines(Path.Combine(Here(), "..", "Reference", folder, file + ".csv")).Skip(1).Select(line => line.Split(',').Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray())];

    /// <summary>Voltage at a time, linear between steps; NaN where the current has another sign there.</summary>
    internal static double VoltageAt(HalfCellResult result, double timeS, double current)
    {
        var c = result.Curve;
        int low = 0, high = c.Count - 1;
        if (timeS > c[high].TimeS) return double.NaN;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            if (c[middle].TimeS <= timeS) low = middle;
            else high = middle;
        }

        if (c[low].CurrentAM2 * current <= 0 || c[high].CurrentAM2 * current <= 0) return double.NaN;
        double share = (timeS - c[low].TimeS) / (c[high].TimeS - c[low].TimeS);
        return c[low].VoltageV + (share * (c[high].VoltageV - c[low].VoltageV));
    }

    internal static string Root() => Path.GetFullPath(Path.Combine(Here(), "..", "..", ".."));

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
