using System.Runtime.Intrinsics;
using LtoAutoscope.Fem.Mesh;
using LtoAutoscope.Fem.Solvers;

namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>Unknowns, history and work vectors of one particle in the time loop: lithiation at its nodes, film and spent charge at its surface nodes.</summary>
internal sealed class ParticleState
{
    private readonly ParticleMesh _mesh;
    private readonly SolidDiffusionLaw _law;
    private readonly VoxelOperator _operator;
    private readonly ConjugateGradient _solver;
    private readonly double _chargePerVolume;
    private readonly double[] _residual;
    private readonly double[] _diagonal;
    private readonly double[] _inverse;
    private readonly double[] _update;
    private readonly double[] _sensitivity;
    private readonly double[] _byPotential;
    private readonly double[] _massDiagonal;
    private readonly double[] _history;
    private readonly double[]? _theta;
    private readonly double[]? _factor;
    private readonly SurfaceArrays _surface;
    private readonly double[] _skin;
    private readonly double[] _surfaceAccepted;
    private double[] _current;
    private double[] _previous;
    private double[] _beforeThat;
    private double[] _film;
    private double[] _filmPrevious;
    private double[] _spent;
    private double[] _spentPrevious;
    private double _seconds;
    private bool _sideDependsOnLithiation;

    internal ParticleState(ParticleMesh mesh, SolidDiffusionLaw law, double diffusivityM2S, double initialLithiation, double concentration, double chargePerVolume, int threads)
    {
        _mesh = mesh;
        _law = law;
        _chargePerVolume = chargePerVolume;
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
        if (!law.IsConstant) (_theta, _factor) = (grid.CreateVector(), grid.CreateVector());
        for (int i = 0; i < X.Length; i++)
        {
            if (mesh.MassM3[i] > 0) X[i] = initialLithiation;
        }

        Array.Copy(X, _current, X.Length);
        int surface = mesh.SurfaceNodes.Length;
        _surface = new SurfaceArrays(surface);
        _surfaceAccepted = new double[surface];
        Array.Fill(_surfaceAccepted, initialLithiation);
        // Drop of θ over the skin for a current density on real area: ρ = skin·roughness/(D₀·F·c_max).
        _skin = [.. mesh.SurfaceSkinM.Select(skin => skin * mesh.RoughnessFactor / (diffusivityM2S * chargePerVolume))];
        Array.Fill(Concentration, concentration);
        NetA = new double[surface];
        (_film, _filmPrevious, _spent, _spentPrevious) = (new double[surface], new double[surface], new double[surface], new double[surface]);
        Restart();
    }

    internal ParticleMesh Mesh => _mesh;

    /// <summary>Lithiation at the nodes: the iterate of the step under way.</summary>
    internal double[] X { get; }

    /// <summary>φ_s − φ_e at each surface node, less the shared potential, V.</summary>
    internal double[] Offset => _surface.Offset;

    /// <summary>Salt concentration at each surface node, mol/m³.</summary>
    internal double[] Concentration => _surface.Concentration;

    /// <summary>Net anodic current of each surface node at the last evaluation, A.</summary>
    internal double[] NetA { get; }

    /// <summary>Film thickness at each surface node, accepted, m.</summary>
    internal double[] Film => _film;

    internal long LinearIterations { get; private set; }

    /// <summary>Accepts the iterate as the state at the end of the step.</summary>
    internal void Commit()
    {
        (_current, _previous, _beforeThat) = (_beforeThat, _current, _previous);
        Array.Copy(X, _current, X.Length);
        Array.Copy(_surface.Lithiation, _surfaceAccepted, _surfaceAccepted.Length);
        (_film, _filmPrevious) = (_filmPrevious, _film);
        (_spent, _spentPrevious) = (_spentPrevious, _spent);
        Array.Copy(_surface.FilmNew, _film, _film.Length);
        Array.Copy(_surface.SpentNew, _spent, _spent.Length);
    }

    /// <summary>Forgets the past: the next step has no history to build on.</summary>
    internal void Restart()
    {
        Array.Copy(_current, _previous, X.Length);
        Array.Copy(_current, _beforeThat, X.Length);
        Array.Copy(_film, _filmPrevious, _film.Length);
        Array.Copy(_spent, _spentPrevious, _spent.Length);
    }

    /// <summary>Sets up a step: the formula's sum over the past, the time derivative's weight, and a guess.</summary>
    internal void Begin(StepFormula formula)
    {
        double[] mass = _mesh.MassM3;
        for (int i = 0; i < X.Length; i++)
        {
            double m = mass[i];
            _history[i] = m * ((formula.Alpha1 * _current[i]) + (formula.Alpha2 * _previous[i])) / formula.Dt;
            _massDiagonal[i] = m * formula.Alpha0 / formula.Dt;
            X[i] = Predict(formula, i);
        }

        _seconds = formula.Dt / formula.Alpha0;
        for (int s = 0; s < _film.Length; s++)
        {
            int node = _mesh.SurfaceNodes[s];
            _surface.Lithiation[s] = _skin[s] > 0 ? Math.Clamp(X[node] + _surfaceAccepted[s] - _current[node], 0, 1) : X[node];
            _surface.FilmStar[s] = -((formula.Alpha1 * _film[s]) + (formula.Alpha2 * _filmPrevious[s])) / formula.Alpha0;
            _surface.SpentStar[s] = -((formula.Alpha1 * _spent[s]) + (formula.Alpha2 * _spentPrevious[s])) / formula.Alpha0;
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
    /// <param name="reaction">The interface.</param>
    /// <param name="batch">The same for the whole surface at once, or null.</param>
    /// <param name="phi">The shared potential, V.</param>
    internal ParticleSums Evaluate(InterfaceReaction reaction, InterfaceBatch? batch, double phi)
    {
        if (_theta is not null && _factor is not null)
        {
            for (int i = 0; i < X.Length; i++)
            {
                if (_mesh.MassM3[i] > 0) (_theta[i], _factor[i]) = _law.At(X[i]);
            }
        }

        _operator.Apply(_theta ?? X, _residual);
        double rate = AddChange();
        var a = _surface;
        int[] nodes = _mesh.SurfaceNodes;
        double[] areas = _mesh.SurfaceAreaM2;
        if (batch is not null)
        {
            batch.Evaluate(a, phi, _seconds);
        }
        else
        {
            for (int s = 0; s < nodes.Length; s++)
                a.Set(s, reaction.Implicit(new InterfaceHistory(a.FilmStar[s], a.SpentStar[s], _seconds), a.Lithiation[s], phi + a.Offset[s], a.Concentration[s]));
        }

        double side = 0, sideByPotential = 0, skinResidual = 0, perVolume = 1 / _chargePerVolume;
        _sideDependsOnLithiation = batch is null;
        for (int s = 0; s < nodes.Length; s++)
        {
            int node = nodes[s];
            double area = areas[s], scale = area * perVolume, insertion = a.Insertion[s], slope = a.ByLithiation[s], byPotential = a.ByPotential[s];
            double skin = _skin[s], nodeFactor = 1, surfaceFactor = 1, excess = 0;
            if (skin > 0)
            {
                double drop = X[node] - a.Lithiation[s];
                if (_factor is not null && _theta is not null)
                {
                    (double theta, surfaceFactor) = _law.At(a.Lithiation[s]);
                    (drop, nodeFactor) = (_theta[node] - theta, _factor[node]);
                }

                excess = (skin * insertion) - drop;
            }

            // The surface beyond the skin is eliminated: (D_s + ρj′)·δx_s = D_n·δx_n − ρ·∂j/∂φ·δφ − excess, D relative to D₀.
            double own = Math.Max(surfaceFactor + (skin * slope), 0.3 * surfaceFactor);
            (a.Coupling[s], a.Shift[s], a.SurfaceByPotential[s]) = (nodeFactor / own, excess / own, skin * byPotential / own);
            _residual[node] += scale * (insertion - (slope * a.Shift[s]));
            skinResidual += scale * Math.Abs(slope * a.Shift[s]);
            // A kinetic slope below zero may outweigh the mass term; the floor keeps the matrix positive definite.
            _diagonal[node] = Math.Max(_diagonal[node] + (scale * slope * a.Coupling[s]), 0.1 * _massDiagonal[node]);
            _byPotential[node] = scale * (byPotential - (slope * a.SurfaceByPotential[s]));
            side += area * a.Side[s];
            sideByPotential += area * a.SideByPotential[s];
            NetA[s] = area * (insertion - a.Side[s]);
        }

        return new ParticleSums((SumOfMagnitudes(_residual) + skinResidual) * _chargePerVolume, rate * _chargePerVolume, side, sideByPotential);
    }

    /// <summary>Adds mass times the rate of change to the residual, sets the diagonal to the mass's; returns the sum of the rates.</summary>
    private double AddChange()
    {
        Vector256<double> sum = default;
        for (nuint i = 0; i < (nuint)X.Length; i += VoxelGrid.Lanes)
        {
            var mass = Vector256.LoadUnsafe(ref _massDiagonal[0], i);
            var change = (mass * Vector256.LoadUnsafe(ref X[0], i)) + Vector256.LoadUnsafe(ref _history[0], i);
            sum += change;
            (Vector256.LoadUnsafe(ref _residual[0], i) + change).StoreUnsafe(ref _residual[0], i);
            mass.StoreUnsafe(ref _diagonal[0], i);
        }

        return Vector256.Sum(sum);
    }

    private static double SumOfMagnitudes(double[] values)
    {
        Vector256<double> sum = default;
        for (nuint i = 0; i < (nuint)values.Length; i += VoxelGrid.Lanes) sum += Vector256.Abs(Vector256.LoadUnsafe(ref values[0], i));
        return Vector256.Sum(sum);
    }

    /// <summary>Solves for the Newton update at fixed potential and for its sensitivity to the potential.</summary>
    /// <returns>What each does to rate plus side current, A and A/V; the direct effect of the potential on the side current is not in it.</returns>
    internal (double Update, double Sensitivity) Solve(double tolerance, CancellationToken cancellationToken)
    {
        var stiffness = _operator.Diagonal;
        for (int i = 0; i < X.Length; i++)
        {
            // The unknown of the linear system is θ, dθ = (D/D₀)·dx.
            if (_factor is not null && _factor[i] > 0) _diagonal[i] /= _factor[i];
            double d = stiffness[i] + _diagonal[i];
            _inverse[i] = d > 0 ? 1 / d : 0;
        }

        Array.Clear(_update);
        LinearIterations += _solver.Solve(_residual, _update, _diagonal, _inverse, tolerance, 400, zeroGuess: true, cancellationToken).Iterations;
        Rescale(_update, back: true);
        Rescale(_sensitivity, back: false);
        LinearIterations += _solver.Solve(_byPotential, _sensitivity, _diagonal, _inverse, tolerance, 400, zeroGuess: false, cancellationToken).Iterations;
        Rescale(_sensitivity, back: true);
        double update = 0, sensitivity = 0;
        for (int i = 0; i < X.Length; i++)
        {
            update -= _massDiagonal[i] * _update[i];
            sensitivity -= _massDiagonal[i] * _sensitivity[i];
        }

        (update, sensitivity) = (update * _chargePerVolume, sensitivity * _chargePerVolume);
        if (!_sideDependsOnLithiation) return (update, sensitivity);
        for (int s = 0; s < _film.Length; s++)
        {
            int node = _mesh.SurfaceNodes[s];
            double byLithiation = _surface.SideByLithiation[s] * _mesh.SurfaceAreaM2[s];
            update -= byLithiation * ((_surface.Coupling[s] * _update[node]) + _surface.Shift[s]);
            sensitivity -= byLithiation * ((_surface.Coupling[s] * _sensitivity[node]) + _surface.SurfaceByPotential[s]);
        }

        return (update, sensitivity);
    }

    private void Rescale(double[] values, bool back)
    {
        if (_factor is null) return;
        for (int i = 0; i < values.Length; i++)
        {
            if (_factor[i] > 0) values[i] = back ? values[i] / _factor[i] : values[i] * _factor[i];
        }
    }

    /// <summary>Applies the update that <see cref="Solve"/> found together with a change of potential.</summary>
    internal void Move(double deltaPhi)
    {
        var a = _surface;
        for (int s = 0; s < _skin.Length; s++)
        {
            int node = _mesh.SurfaceNodes[s];
            double move = _update[node] + (deltaPhi * _sensitivity[node]);
            a.Lithiation[s] = _skin[s] > 0
                ? a.Lithiation[s] - (a.Coupling[s] * move) - a.Shift[s] - (deltaPhi * a.SurfaceByPotential[s]) : X[node] - move;
        }

        for (int i = 0; i < X.Length; i++) X[i] -= _update[i] + (deltaPhi * _sensitivity[i]);
    }

    /// <summary>Lithiated volume of the particle at the last accepted state, m³.</summary>
    internal double Content()
    {
        double sum = 0;
        for (int i = 0; i < X.Length; i++) sum += _mesh.MassM3[i] * _current[i];
        return sum;
    }

    /// <summary>Charge that the side reactions have taken, C.</summary>
    internal double SideCharge(double filmPerCharge)
    {
        double sum = 0;
        for (int s = 0; s < _film.Length; s++) sum += _mesh.SurfaceAreaM2[s] * ((_film[s] / filmPerCharge) + _spent[s]);
        return sum;
    }

    /// <summary>∫x over the real surface, m².</summary>
    internal double SurfaceLithiation()
    {
        double sum = 0;
        for (int s = 0; s < _film.Length; s++) sum += _mesh.SurfaceAreaM2[s] * _surfaceAccepted[s];
        return sum;
    }

    /// <summary>Volume of the film, m³.</summary>
    internal double FilmVolume()
    {
        double sum = 0;
        for (int s = 0; s < _film.Length; s++) sum += _mesh.SurfaceAreaM2[s] * _film[s];
        return sum;
    }

    /// <summary>A copy of the accepted state.</summary>
    internal double[] AcceptedField() => (double[])_current.Clone();

    /// <summary>The accepted lithiation at the nodes.</summary>
    internal ReadOnlySpan<double> Accepted => _current;

    /// <summary>Net anodic current of the accepted state at a potential, A.</summary>
    internal double NetCurrent(InterfaceReaction reaction, double phi)
    {
        double sum = 0;
        for (int s = 0; s < _mesh.SurfaceNodes.Length; s++)
            sum += _mesh.SurfaceAreaM2[s] * reaction.At(_surfaceAccepted[s], phi + Offset[s], Concentration[s], _film[s], _spent[s]);
        return sum;
    }

    /// <summary>The arrays that make up the state, in a fixed order.</summary>
    internal IEnumerable<double[]> StateArrays() => [_current, _previous, _beforeThat, _surfaceAccepted, _film, _filmPrevious, _spent, _spentPrevious, Offset, Concentration];
}
