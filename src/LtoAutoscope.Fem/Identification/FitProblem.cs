using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;

namespace LtoAutoscope.Fem.Identification;

/// <summary>Cells, material and parameters as a function from coordinates to weighted residuals. Thread safety: may be called from several threads at once.</summary>
internal sealed class FitProblem
{
    /// <summary>From so many cells on they are run side by side.</summary>
    private const int ManyCells = 8;

    private readonly ICellPredictor _model;
    private readonly Material _material;
    private long _evaluations;

    internal FitProblem(ICellPredictor model, IReadOnlyList<FitCell> cells, Material material, IReadOnlyList<FitParameter> parameters)
    {
        if (cells.Count == 0) throw new InputException("there is no cell to fit to", "cells", "Give one or more files of galvanostatic tests");
        (_model, Cells, _material, Parameters) = (model, cells, material, parameters);
        Low = [.. parameters.Select(p => p.LowCoordinate)];
        High = [.. parameters.Select(p => p.HighCoordinate)];
        Start = [.. parameters.Select(p => p.ToCoordinate(p.Of(material)))];
        Observations = cells.Sum(c => c.Voltages.Count + (double.IsFinite(c.Ce1) ? 1 : 0));
    }

    internal IReadOnlyList<FitCell> Cells { get; }

    internal IReadOnlyList<FitParameter> Parameters { get; }

    internal double[] Low { get; }

    internal double[] High { get; }

    /// <summary>The material's own values.</summary>
    internal double[] Start { get; }

    internal int Observations { get; }

    internal long Evaluations => Interlocked.Read(ref _evaluations);

    internal LeastSquares Solver(int threads) => new(Residuals, Low, High, [.. Parameters.Select(p => p.Difference)], threads);

    internal Material MaterialAt(double[] point) => FitParameter.Apply(_material, Parameters, [.. Parameters.Select((p, i) => p.FromCoordinate(point[i]))]);

    internal CellResponse Respond(FitCell cell, Material material, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _evaluations);
        var own = cell.At(material);
        return _model.Predict(cell.Sample, own, cell.Protocol(own), cancellationToken);
    }

    /// <summary>All residuals, cell by cell; null where the model fails for one of them.</summary>
    internal double[]? Residuals(double[] point, CancellationToken cancellationToken)
    {
        var material = MaterialAt(point);
        var parts = new double[]?[Cells.Count];
        if (Cells.Count < ManyCells)
        {
            for (int i = 0; i < parts.Length; i++)
            {
                if ((parts[i] = Own(i)) is null) return null;
            }
        }
        else
        {
            Parallel.For(0, parts.Length, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount }, i => parts[i] = Own(i));
            if (parts.Contains(null)) return null;
        }

        var residuals = new double[Observations];
        int at = 0;
        foreach (double[]? own in parts)
        {
            own!.CopyTo(residuals, at);
            at += own.Length;
        }

        return residuals;

        double[]? Own(int i)
        {
            try
            {
                return Cells[i].Residuals(Respond(Cells[i], material, cancellationToken));
            }
            catch (ConvergenceException)
            {
                return null;
            }
        }
    }
}
