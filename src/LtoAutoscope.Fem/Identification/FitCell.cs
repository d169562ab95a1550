using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.CellTests;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.Identification;

/// <summary>A measured cell as the fit sees it: what it was made of and put through, and what was observed, with uncertainties.</summary>
public sealed record FitCell
{
    /// <summary>Points of each half cycle's voltage curve that are compared.</summary>
    public const int DefaultPoints = 40;

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>The powder.</summary>
    public required CellSample Sample { get; init; }

    /// <summary>What the cell was put through, given the material (whose capacity rates refer to).</summary>
    public required Func<Material, Protocol> Protocol { get; init; }

    /// <summary>Measured CE1, a fraction; NaN to leave it out.</summary>
    public double Ce1 { get; init; } = double.NaN;

    /// <summary>Its standard uncertainty.</summary>
    public double Ce1Uncertainty { get; init; } = 0.002;

    /// <summary>Temperature, K; NaN to keep the material's.</summary>
    public double TemperatureK { get; init; } = double.NaN;

    /// <summary>Observed voltages of the first cycle.</summary>
    public IReadOnlyList<VoltageTarget> Voltages { get; init; } = [];

    /// <summary>
    /// A measured test. Voltages are compared at measured points evenly spaced in charge of each half of the first cycle. A charge that
    /// is off (the mass) moves a steep part of a curve far in voltage, so a point's uncertainty is √(σ_V² + (dV/dq·σ_q)²) with the measured slope.
    /// </summary>
    /// <param name="test">The test.</param>
    /// <param name="sample">The powder.</param>
    /// <param name="points">Points of each half cycle.</param>
    /// <param name="role">Which half cycle comes first: lithiation for an anode material, delithiation for a cathode material.</param>
    /// <exception cref="InputException">The test begins with the other half cycle.</exception>
    public static FitCell From(GalvanostaticTest test, CellSample sample, int points = DefaultPoints, MaterialRole role = MaterialRole.Anode)
    {
        ArgumentNullException.ThrowIfNull(test);
        if (test.HalfCycles[0].Sign != (role == MaterialRole.Anode ? 1 : -1))
            throw new InputException($"the test begins with a {(role == MaterialRole.Anode ? "delithiation" : "lithiation")}", test.Source, "Give a test of a fresh half cell of the material named, or set lithiation_current in its YAML");
        var details = test.Details;
        var targets = new List<VoltageTarget>();
        for (int half = 0; half < Math.Min(2, test.HalfCycles.Count); half++)
        {
            var h = test.HalfCycles[half];
            double window = 0.01 * h.ChargeMAhG, sigmaQ = details.ChargeUncertainty * test.HalfCycles[0].ChargeMAhG;
            for (int i = 0; i < points; i++)
            {
                var (q, v) = Nearest(h.Curve, (i + 0.5) / points * h.ChargeMAhG);
                double slope = (At(h.Curve, q + window) - At(h.Curve, q - window)) / (Math.Min(h.ChargeMAhG, q + window) - Math.Max(0, q - window));
                double sigma = Math.Sqrt((details.VoltageUncertaintyV * details.VoltageUncertaintyV) + (slope * slope * sigmaQ * sigmaQ));
                if (targets.Count == 0 || targets[^1].Half != half || targets[^1].ChargeMAhG < q) targets.Add(new VoltageTarget(half, q, v, sigma));
            }
        }

        return new FitCell
        {
            Name = test.Name,
            Sample = sample,
            Protocol = material => test.ToProtocol(material),
            Ce1 = test.Ce1Of(role),
            Ce1Uncertainty = details.Ce1Uncertainty,
            TemperatureK = test.TemperatureK,
            Voltages = targets,
        };
    }

    /// <summary>The material at the cell's temperature.</summary>
    internal Material At(Material material) => double.IsFinite(TemperatureK) ? material with { TemperatureK = TemperatureK } : material;

    /// <summary>Weighted residuals of an answer: voltages in order, then CE1 where there is one.</summary>
    internal double[] Residuals(CellResponse response)
    {
        var halves = Halves(response);
        bool withCe = double.IsFinite(Ce1);
        var residuals = new double[Voltages.Count + (withCe ? 1 : 0)];
        for (int i = 0; i < Voltages.Count; i++)
        {
            var t = Voltages[i];
            double v = t.Half < halves.Count ? At(halves[t.Half], t.ChargeMAhG) : double.NaN;
            // A half cycle that never came is as wrong as a curve half a volt off.
            residuals[i] = (double.IsNaN(v) ? 0.5 : v - t.VoltageV) / t.UncertaintyV;
        }

        if (withCe) residuals[^1] = (response.Ce1 - Ce1) / Ce1Uncertainty;
        return residuals;
    }

    /// <summary>The voltage curves of an answer's half cycles: charge, mAh/g, and voltage.</summary>
    internal static List<List<(double ChargeMAhG, double VoltageV)>> Halves(CellResponse response)
    {
        var halves = new List<List<(double, double)>>();
        int sign = 0;
        foreach (var p in response.Curve)
        {
            int now = Math.Sign(p.CurrentAM2);
            if (now == 0) continue;
            if (now != sign) halves.Add([]);
            sign = now;
            halves[^1].Add((p.ChargeMAhG, p.VoltageV));
        }

        return halves;
    }

    /// <summary>The measured point nearest to a charge: no mean, so its noise is the cycler's.</summary>
    private static (double ChargeMAhG, double VoltageV) Nearest(IReadOnlyList<(double ChargeMAhG, double VoltageV)> curve, double charge)
    {
        int high = 1;
        while (high < curve.Count - 1 && curve[high].ChargeMAhG < charge) high++;
        return charge - curve[high - 1].ChargeMAhG < curve[high].ChargeMAhG - charge ? curve[high - 1] : curve[high];
    }

    /// <summary>Voltage at a charge, linear between points, held beyond the ends.</summary>
    internal static double At(IReadOnlyList<(double ChargeMAhG, double VoltageV)> curve, double charge)
    {
        int low = 0, high = curve.Count - 1;
        if (high < 0) return double.NaN;
        if (charge <= curve[0].ChargeMAhG) return curve[0].VoltageV;
        if (charge >= curve[high].ChargeMAhG) return curve[high].VoltageV;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            if (curve[middle].ChargeMAhG <= charge) low = middle;
            else high = middle;
        }

        double width = curve[high].ChargeMAhG - curve[low].ChargeMAhG;
        return width > 0 ? curve[low].VoltageV + ((charge - curve[low].ChargeMAhG) / width * (curve[high].VoltageV - curve[low].VoltageV)) : curve[low].VoltageV;
    }
}
