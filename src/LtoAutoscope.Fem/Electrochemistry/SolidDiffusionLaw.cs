using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.HalfCell;
using LtoAutoscope.Fem.Materials;

namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>
/// How the diffusivity of the solid depends on lithiation, as a factor D(x)/D₀ and its integral θ(x) = ∫₀ˣ D/D₀ (Kirchhoff's transform).
/// Fick: 1 and x. Darken: x(1−x)·|dU/dx|·F/RT, which is 1 − 2Ωx(1−x) + x(1−x)·s·F/RT outside the flattened miscibility gap and the slope's part
/// x(1−x)·s·F/RT alone inside it, at least <see cref="Floor"/>; over <see cref="Ramp"/> inside the gap the two are joined linearly. A material with a
/// function of its own for the factor, or for the potential of Darken's law, has it tabulated.
/// </summary>
/// <remarks>
/// With θ at the nodes the discrete −∇·(D∇x) is K·θ(x), whose Newton matrix in θ is symmetric and positive definite. Thread safety: immutable.
/// </remarks>
public sealed class SolidDiffusionLaw
{
    /// <summary>Smallest factor inside the gap, where without a slope nothing would drive lithium.</summary>
    public const double Floor = 1e-3;

    /// <summary>Width in x over which the factor falls to its value inside the gap.</summary>
    public const double Ramp = 0.01;

    private readonly DiffusivityTable? _table;
    private readonly double _omega;
    private readonly double _slope;
    private readonly double _binodal;
    private readonly double _edge;
    private readonly double _thetaAtBinodal;
    private readonly double _thetaAtRampEnd;
    private readonly double _rampEndFactor;
    private readonly double _thetaHalf;

    /// <param name="material">The material.</param>
    public SolidDiffusionLaw(Material material)
    {
        ArgumentNullException.ThrowIfNull(material);
        IsConstant = material.Diffusion == SolidDiffusion.Fick && material.DiffusivityFactor is null;
        if (IsConstant) return;
        if (material.DiffusivityFactor is { } given)
        {
            _table = new DiffusivityTable(given.Compile().AtTemperature(material.TemperatureK).At);
            return;
        }

        if (material.OpenCircuitPotential is { } own)
        {
            var u = own.Compile().AtTemperature(material.TemperatureK);
            double perVolt = Material.FaradayCMol / (Material.GasConstantJMolK * material.TemperatureK);
            _table = new DiffusivityTable(x => Math.Max(Floor, x * (1 - x) * Math.Abs(u.SlopeAt(Math.Clamp(x, 1e-6, 1 - 1e-6))) * perVolt));
            return;
        }

        var potential = new OpenCircuitPotential(material);
        _omega = material.RegularSolutionOmega;
        _slope = material.SlopeV * Material.FaradayCMol / (Material.GasConstantJMolK * material.TemperatureK);
        _binodal = potential.Binodal;
        _edge = Outside(_binodal);
        _thetaAtBinodal = OutsideIntegral(_binodal);
        double end = Math.Min(_binodal + Ramp, 0.5);
        _rampEndFactor = Inside(end);
        _thetaAtRampEnd = _thetaAtBinodal + (0.5 * (end - _binodal) * (_edge + _rampEndFactor));
        _thetaHalf = Lower(0.5);
    }

    /// <summary>Whether the factor is 1 throughout.</summary>
    public bool IsConstant { get; }

    /// <summary>θ(x) and the factor D(x)/D₀, continued linearly beyond 0 and 1.</summary>
    /// <param name="x">Lithiation; iterates may lie a little outside 0…1.</param>
    public (double Theta, double Factor) At(double x)
    {
        if (IsConstant) return (x, 1);
        if (_table is not null) return _table.At(x);
        if (x <= 0) return (x, 1);
        if (x >= 1) return ((2 * _thetaHalf) + (x - 1), 1);
        bool low = x <= 0.5;
        double y = low ? x : 1 - x, theta = Lower(y);
        double factor = y <= _binodal ? Outside(y) : y < _binodal + Ramp ? _edge + ((_rampEndFactor - _edge) * (y - _binodal) / Ramp) : Inside(y);
        return (low ? theta : (2 * _thetaHalf) - theta, factor);
    }

    private double Outside(double x) => Math.Max(Floor, 1 - (((2 * _omega) - _slope) * x * (1 - x)));

    private double OutsideIntegral(double x) => x - (((2 * _omega) - _slope) * x * x * (0.5 - (x / 3)));

    private double Inside(double x) => Math.Max(Floor, _slope * x * (1 - x));

    /// <summary>θ for x up to ½.</summary>
    private double Lower(double x)
    {
        if (x <= _binodal) return OutsideIntegral(x);
        double end = Math.Min(_binodal + Ramp, 0.5);
        if (x < end)
        {
            double into = x - _binodal;
            return _thetaAtBinodal + (into * (_edge + (0.5 * (_rampEndFactor - _edge) * into / Ramp)));
        }

        return _thetaAtRampEnd + InsideIntegral(end, x);
    }

    /// <summary>∫ max(floor, s·x(1−x)); the floor holds below the root of s·x(1−x) = floor.</summary>
    private double InsideIntegral(double from, double to)
    {
        double root = _slope > 4 * Floor ? 0.5 - Math.Sqrt(0.25 - (Floor / _slope)) : 0.5;
        double floorEnd = Math.Clamp(root, from, to);
        return (Floor * (floorEnd - from)) + (_slope * (Parabola(to) - Parabola(floorEnd)));

        static double Parabola(double x) => x * x * (0.5 - (x / 3));
    }
}
