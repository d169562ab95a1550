using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Electrolytes;

namespace LtoAutoscope.Fem.HalfCell;

/// <summary>
/// An electrolyte's properties and their slopes by cubic Hermite interpolation on equal steps of √c, which the published fits are smooth
/// in: κ, D_e, t₊ and χ = (2RT/F)(1 − t₊)·TDF. The Newton loop asks for them some millions of times.
/// </summary>
internal sealed class ElectrolyteTable
{
    private const int Points = 1500;
    private const int Functions = 4;
    private const double LargestConcentration = 20000;

    private readonly double[] _values = new double[Functions * Points];
    private readonly double[] _slopes = new double[Functions * Points];
    private readonly double _step;

    internal ElectrolyteTable(IElectrolyte electrolyte, double temperatureK)
    {
        double thermal = 2 * Material.GasConstantJMolK * temperatureK / Material.FaradayCMol;
        _step = Math.Sqrt(LargestConcentration) / (Points - 1);
        for (int i = 0; i < Points; i++)
        {
            double s = i * _step, h = 1e-3 * _step;
            Put(_values, i, Sample(s), 1, []);
            // Central differences in √c; one-sided at the empty end.
            double low = Math.Max(0, s - h);
            Put(_slopes, i, Sample(s + h), 1 / (s + h - low), Sample(low));
        }

        double[] Sample(double s)
        {
            var p = electrolyte.At(s * s);
            return [Math.Max(p.ConductivitySM, 1e-12), Math.Max(p.DiffusivityM2S, 1e-20), p.TransferenceNumber, thermal * (1 - p.TransferenceNumber) * p.ThermodynamicFactor];
        }

        static void Put(double[] target, int i, double[] value, double scale, double[] minus)
        {
            for (int f = 0; f < Functions; f++) target[(f * Points) + i] = scale * (value[f] - (minus.Length > 0 ? minus[f] : 0));
        }
    }

    /// <summary>All properties at a concentration; held at the ends of 0…20000 mol/m³.</summary>
    internal void At(double concentration, ref Transport result)
    {
        double root = Math.Sqrt(Math.Clamp(concentration, 1e-9, 0.999999 * LargestConcentration)), place = root / _step;
        int i = (int)place;
        double s = place - i, t = 1 - s;
        // Weights of value and slope at both ends, and their derivatives by s.
        double a0 = t * t * (1 + (2 * s)), a1 = s * s * (3 - (2 * s)), b0 = s * t * t * _step, b1 = -s * s * t * _step;
        double da = 6 * s * t / _step, db0 = t * (1 - (3 * s)), db1 = s * ((3 * s) - 2), byC = 1 / (2 * root);
        (result.Kappa, result.KappaByC) = One(0);
        (result.Diffusivity, result.DiffusivityByC) = One(1);
        (result.Transference, result.TransferenceByC) = One(2);
        (result.Chi, result.ChiByC) = One(3);

        (double Value, double Slope) One(int f)
        {
            int k = (f * Points) + i;
            double v0 = _values[k], v1 = _values[k + 1], m0 = _slopes[k], m1 = _slopes[k + 1];
            return ((a0 * v0) + (a1 * v1) + (b0 * m0) + (b1 * m1), byC * ((da * (v1 - v0)) + (db0 * m0) + (db1 * m1)));
        }
    }

    /// <summary>Transport properties of the electrolyte in a cell, and their slopes by concentration.</summary>
    internal struct Transport
    {
        internal double Kappa;
        internal double KappaByC;
        internal double Diffusivity;
        internal double DiffusivityByC;
        internal double Transference;
        internal double TransferenceByC;
        internal double Chi;
        internal double ChiByC;
    }
}
