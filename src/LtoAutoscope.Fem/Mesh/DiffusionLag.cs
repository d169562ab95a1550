using LtoAutoscope.Fem.Solvers;

namespace LtoAutoscope.Fem.Mesh;

/// <summary>
/// Fits two numbers of a particle's mesh, so that its diffusion lags behind as the true shape's does, whether the surface is held (empty or
/// full, the end of a half cycle) or passes an even flux (the plateau).
/// </summary>
/// <remarks>
/// Nodes in re-entrant corners of the staircase lie below the true surface and short-cut diffusion where the surface is held; the mean
/// over an even flux is right to second order as it stands. So lithium that enters such a node first crosses the depth d between it and the
/// surface, a skin of λd without storage, and the diffusivity is multiplied by g: λ and g make the lag with held surface the exact one and leave that
/// with even flux as it was. Both tend to no correction as the grid is refined, as d does.
/// </remarks>
internal sealed class DiffusionLag
{
    private const double LargestSkin = 30;
    private const int Trials = 12;

    private readonly VoxelOperator _operator;
    private readonly ConjugateGradient _solver;
    private readonly ParticleMesh _mesh;
    private readonly double[] _held;
    private readonly double[] _inverse;
    private readonly double[] _w;

    internal DiffusionLag(ParticleMesh mesh)
    {
        _mesh = mesh;
        _operator = mesh.CreateOperator(1, corrected: false);
        _solver = new ConjugateGradient(_operator);
        (_held, _inverse, _w) = (mesh.Grid.CreateVector(), mesh.Grid.CreateVector(), mesh.Grid.CreateVector());
    }

    /// <summary>The skin's scale λ and the diffusivity's factor g.</summary>
    /// <param name="depthM">d of each surface node, ≥ 0, m.</param>
    /// <param name="exactM2">The lag of the true shape with held surface, m².</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal (double Skin, double Factor) Fit(double[] depthM, double exactM2, CancellationToken cancellationToken)
    {
        double bare = Held(depthM, 0, cancellationToken), even = Even(cancellationToken);
        double plain = Math.Clamp(bare / exactM2, 0.05, 4);
        double area = _mesh.SurfaceAreaM2.Sum(), mean = 0;
        for (int s = 0; s < depthM.Length; s++) mean += _mesh.SurfaceAreaM2[s] * depthM[s] / area;
        // Particles of a few voxels have no lag with even flux to speak of: there the held surface alone counts.
        if (!(even > 0.3 * exactM2) || bare >= exactM2 || mean == 0) return (0, plain);
        double perSkin = mean * _mesh.VolumeM3 / _mesh.SmoothAreaM2 / even, low = 0, high = 1;
        double Excess(double skin) => (Held(depthM, skin, cancellationToken) / (1 + (perSkin * skin))) - exactM2;
        double atLow = bare - exactM2, atHigh = Excess(high);
        while (atHigh < 0)
        {
            double further = 2 * high, value = further <= LargestSkin ? Excess(further) : double.NegativeInfinity;
            // Past its largest value a longer skin does no more: the rest is left to the diffusivity.
            if (value <= atHigh) return (high, Math.Clamp(Held(depthM, high, cancellationToken) / exactM2, 0.05, 4));
            (low, atLow, high, atHigh) = (high, atHigh, further, value);
        }

        double skin = high;
        for (int i = 0; i < Trials && Math.Abs(high - low) > 1e-6; i++)
        {
            skin = low + ((high - low) * atLow / (atLow - atHigh));
            double value = Excess(skin);
            if (Math.Abs(value) < 1e-6 * exactM2) break;
            if (value < 0) (low, atLow, atHigh) = (skin, value, 0.5 * atHigh);
            else (high, atHigh, atLow) = (skin, value, 0.5 * atLow);
        }

        return (skin, 1 + (perSkin * skin));
    }

    /// <summary>Mean of w in −∇²w = 1, w = 0 beyond the skin.</summary>
    private double Held(double[] depthM, double skin, CancellationToken cancellationToken)
    {
        Array.Clear(_held);
        for (int s = 0; s < depthM.Length; s++)
        {
            int node = _mesh.SurfaceNodes[s];
            double most = 1e9 * _mesh.VoxelSizeM, length = skin * depthM[s];
            _held[node] = length > 0 ? Math.Min(most, _mesh.SurfaceAreaM2[s] / _mesh.RoughnessFactor / length) : most;
        }

        Solve(_mesh.MassM3, _held, cancellationToken);
        double sum = 0;
        for (int i = 0; i < _w.Length; i++) sum += _mesh.MassM3[i] * _w[i];
        return sum / _mesh.VolumeM3;
    }

    /// <summary>Mean over the surface less mean over the volume of u in −∇²u = −1 with the flux that keeps the volume's rate, evenly over the surface.</summary>
    private double Even(CancellationToken cancellationToken)
    {
        double[] source = _mesh.Grid.CreateVector();
        double area = _mesh.SurfaceAreaM2.Sum();
        for (int i = 0; i < source.Length; i++) source[i] = -_mesh.MassM3[i];
        for (int s = 0; s < _mesh.SurfaceNodes.Length; s++) source[_mesh.SurfaceNodes[s]] += _mesh.VolumeM3 * _mesh.SurfaceAreaM2[s] / area;
        Array.Clear(_held);
        Solve(source, _held, cancellationToken);
        double surface = 0, volume = 0;
        for (int s = 0; s < _mesh.SurfaceNodes.Length; s++) surface += _mesh.SurfaceAreaM2[s] * _w[_mesh.SurfaceNodes[s]] / area;
        for (int i = 0; i < _w.Length; i++) volume += _mesh.MassM3[i] * _w[i];
        return surface - (volume / _mesh.VolumeM3);
    }

    private void Solve(double[] source, double[] held, CancellationToken cancellationToken)
    {
        for (int i = 0; i < _inverse.Length; i++) _inverse[i] = _operator.Diagonal[i] > 0 ? 1 / (_operator.Diagonal[i] + held[i]) : 0;
        _solver.Solve(source, _w, held, _inverse, 1e-7, 5000, zeroGuess: false, cancellationToken);
    }
}
