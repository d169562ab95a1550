using LtoAutoscope.Fem.Mesh;
using LtoAutoscope.Fem.Solvers;

namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>Unknowns, history and work vectors of one particle in the time loop.</summary>
internal sealed class ParticleState
{
    private readonly ParticleMesh _mesh;
    private readonly VoxelOperator _operator;
    private readonly ConjugateGradient _solver;
    private readonly double[] _residual;
    private readonly double[] _diagonal;
    private readonly double[] _inverse;
    private readonly double[] _update;
    private readonly double[] _sensitivity;
    private readonly double[] _byPotential;
    private readonly double[] _massDiagonal;
    private double[] _current;
    private double[] _previous;
    private double[] _beforeThat;
    private readonly double[] _history;

    internal ParticleState(ParticleMesh mesh, double diffusivityM2S, double initialLithiation, int threads)
    {
        _mesh = mesh;
        _operator = mesh.CreateOperator(diffusivityM2S);
        _solver = new ConjugateGradient(_operator, threads);
        var grid = mesh.Grid;
        _residual = grid.CreateVector();
        _diagonal = grid.CreateVector();
        _inverse = grid.CreateVector();
        _update = grid.CreateVector();
        _sensitivity = grid.CreateVector();
        _byPotential = grid.CreateVector();
        _massDiagonal = grid.CreateVector();
        _current = grid.CreateVector();
        _previous = grid.CreateVector();
        _beforeThat = grid.CreateVector();
        _history = grid.CreateVector();
        X = grid.CreateVector();
        for (int i = 0; i < X.Length; i++)
        {
            if (mesh.MassM3[i] > 0) X[i] = initialLithiation;
        }

        Array.Copy(X, _current, X.Length);
        Restart();
    }

    internal ParticleMesh Mesh => _mesh;

    /// <summary>Lithiation at the nodes: the iterate of the step under way.</summary>
    internal double[] X { get; }

    internal int Iterations { get; private set; }

    /// <summary>Accepts the iterate as the state at the end of the step.</summary>
    internal void Commit()
    {
        (_current, _previous, _beforeThat) = (_beforeThat, _current, _previous);
        Array.Copy(X, _current, X.Length);
    }

    /// <summary>Forgets the past: the next step has no history to build on.</summary>
    internal void Restart()
    {
        Array.Copy(_current, _previous, X.Length);
        Array.Copy(_current, _beforeThat, X.Length);
    }

    /// <summary>Sets up a step: the formula's sum over the past, the time derivative's weight, and a guess.</summary>
    internal void Begin(StepFormula formula)
    {
        for (int i = 0; i < X.Length; i++)
        {
            double m = _mesh.MassM3[i];
            _history[i] = m * ((formula.Alpha1 * _current[i]) + (formula.Alpha2 * _previous[i])) / formula.Dt;
            _massDiagonal[i] = m * formula.Alpha0 / formula.Dt;
            X[i] = Predict(formula, i);
        }

        Array.Clear(_sensitivity);
    }

    /// <summary>∫|x − prediction|² over the particle, m³.</summary>
    internal double PredictionError(StepFormula formula)
    {
        double sum = 0;
        for (int i = 0; i < X.Length; i++)
        {
            double difference = X[i] - Predict(formula, i);
            sum += _mesh.MassM3[i] * difference * difference;
        }

        return sum;
    }

    private double Predict(StepFormula formula, int i)
        => (formula.Predict0 * _current[i]) + (formula.Predict1 * _previous[i]) + (formula.Predict2 * _beforeThat[i]);

    /// <summary>Residual of the transport equation at the iterate, volumes a second; the surface's derivatives are kept for <see cref="Solve"/>.</summary>
    /// <returns>Sum of |residual| and the rate of the lithiated volume, m³/s.</returns>
    internal (double Residual, double Rate) Evaluate(InsertionKinetics kinetics, double phi, double concentration, double chargePerVolume)
    {
        _operator.Apply(X, _residual);
        double rate = 0;
        for (int i = 0; i < X.Length; i++)
        {
            double change = (_massDiagonal[i] * X[i]) + _history[i];
            rate += change;
            _residual[i] += change;
            _diagonal[i] = _massDiagonal[i];
        }

        int[] nodes = _mesh.SurfaceNodes;
        double[] areas = _mesh.SurfaceAreaM2;
        for (int s = 0; s < nodes.Length; s++)
        {
            int node = nodes[s];
            var (j, byX, byPhi, _) = kinetics.At(X[node], phi, concentration);
            double scale = areas[s] / chargePerVolume;
            _residual[node] += scale * j;
            // A kinetic slope below zero may outweigh the mass term; the floor keeps the matrix positive definite.
            _diagonal[node] = Math.Max(_diagonal[node] + (scale * byX), 0.1 * _massDiagonal[node]);
            _byPotential[node] = scale * byPhi;
        }

        double norm = 0;
        for (int i = 0; i < X.Length; i++) norm += Math.Abs(_residual[i]);
        return (norm, rate);
    }

    /// <summary>Solves for the Newton update at fixed potential and for its sensitivity to the potential.</summary>
    /// <returns>What each does to the rate of the lithiated volume, m³/s and m³/(s·V).</returns>
    internal (double Update, double Sensitivity) Solve(bool withSensitivity, double tolerance, CancellationToken cancellationToken)
    {
        var stiffness = _operator.Diagonal;
        for (int i = 0; i < X.Length; i++)
        {
            double d = stiffness[i] + _diagonal[i];
            _inverse[i] = d > 0 ? 1 / d : 0;
        }

        Array.Clear(_update);
        Iterations += _solver.Solve(_residual, _update, _diagonal, _inverse, tolerance, 400, zeroGuess: true, cancellationToken).Iterations;
        double update = 0, sensitivity = 0;
        if (withSensitivity) Iterations += _solver.Solve(_byPotential, _sensitivity, _diagonal, _inverse, tolerance, 400, zeroGuess: false, cancellationToken).Iterations;
        for (int i = 0; i < X.Length; i++)
        {
            update -= _massDiagonal[i] * _update[i];
            sensitivity -= _massDiagonal[i] * _sensitivity[i];
        }

        return (update, sensitivity);
    }

    /// <summary>Applies the update that <see cref="Solve"/> found together with a change of potential.</summary>
    internal void Move(double deltaPhi)
    {
        for (int i = 0; i < X.Length; i++) X[i] -= _update[i] + (deltaPhi * _sensitivity[i]);
    }

    /// <summary>Mean lithiation of the particle at the last accepted state.</summary>
    internal double MeanLithiation()
    {
        double sum = 0;
        for (int i = 0; i < X.Length; i++) sum += _mesh.MassM3[i] * _current[i];
        return sum / _mesh.VolumeM3;
    }

    /// <summary>A copy of the accepted state.</summary>
    internal double[] AcceptedField() => (double[])_current.Clone();

    /// <summary>Insertion current of the accepted state at a potential, A.</summary>
    internal double Current(InsertionKinetics kinetics, double phi, double concentration)
    {
        double sum = 0;
        for (int s = 0; s < _mesh.SurfaceNodes.Length; s++)
            sum += _mesh.SurfaceAreaM2[s] * kinetics.At(_current[_mesh.SurfaceNodes[s]], phi, concentration).Current;
        return sum;
    }
}
