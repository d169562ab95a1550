using LtoAutoscope.Domain;

namespace LtoAutoscope.Fem.Microstructures;

/// <summary>
/// Ellipsoids in a cubic box that is periodic in x, y and z, without overlap. Made by swelling (in the manner of Lubachevsky and
/// Stillinger 1990, with Monte Carlo moves in place of dynamics): particles start small at random places and orientations, move and
/// turn at random where that causes no overlap, and grow to the next contact until they have their size.
/// </summary>
public sealed class Packing
{
    private const double StartScale = 0.35;
    private const int MaximumSweeps = 20_000;

    private readonly Ellipsoid[] _particles;
    private readonly int[][] _neighbours;
    private readonly SeededRandom _random;
    private double _scale;

    private Packing(IReadOnlyList<Ellipsoid> population, double volumeFraction, long seed)
    {
        BoxSize = Math.Cbrt(population.Sum(p => p.Volume) / volumeFraction);
        _random = new SeededRandom(seed, 0x7061636b);
        _particles = new Ellipsoid[population.Count];
        _neighbours = new int[population.Count][];
        for (int i = 0; i < _particles.Length; i++)
        {
            _particles[i] = population[i] with
            {
                Centre = new Vector3(_random.Next() * BoxSize, _random.Next() * BoxSize, _random.Next() * BoxSize),
                Axis = _random.NextDirection(),
            };
        }
    }

    /// <summary>Edge of the box, in the population's unit.</summary>
    public double BoxSize { get; }

    /// <summary>The particles, in the order of the population; centres lie in [0, <see cref="BoxSize"/>).</summary>
    public IReadOnlyList<Ellipsoid> Particles => _particles;

    /// <summary>Sum of the particles' volumes over the box's.</summary>
    public double VolumeFraction => _particles.Sum(p => p.Volume) / (BoxSize * BoxSize * BoxSize);

    /// <summary>Sweeps of moves that it took.</summary>
    public int Sweeps { get; private set; }

    /// <summary>Packs a population.</summary>
    /// <param name="population">The particles; centres and axes are drawn anew (orientation isotropic).</param>
    /// <param name="volumeFraction">Solids, 0.01…0.6.</param>
    /// <param name="seed">The seed; the same seed gives the same packing.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InputException">A particle is longer than the box, or the packing jams below the asked fraction.</exception>
    public static Packing Create(IReadOnlyList<Ellipsoid> population, double volumeFraction, long seed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(population);
        if (population.Count == 0) throw new InputException("no particles to pack", "cell model", "Give a morphology with at least one particle");
        if (!(volumeFraction is >= 0.01 and <= 0.6))
            throw new InputException($"an active volume fraction of {volumeFraction:0.###} cannot be packed", "active_volume_fraction", "Give 0.05 to 0.6");
        var packing = new Packing(population, volumeFraction, seed);
        double longest = population.Max(p => 2 * p.LongSemiAxis);
        if (longest > packing.BoxSize)
        {
            throw new InputException(
                $"the longest particle ({longest:0.#}) is longer than the box ({packing.BoxSize:0.#})", "cell model", "Ask for more particles a realisation");
        }

        packing.Swell(volumeFraction, cancellationToken);
        return packing;
    }

    /// <summary>The shortest vector from one centre to the other's nearest image.</summary>
    public Vector3 Separation(int from, int to) => Nearest(_particles[to].Centre - _particles[from].Centre);

    /// <summary>The smallest contact function over all pairs; at least 1 without overlap.</summary>
    public double SmallestContact()
    {
        double smallest = double.PositiveInfinity;
        for (int i = 0; i < _particles.Length; i++)
        {
            for (int j = i + 1; j < _particles.Length; j++)
                smallest = Math.Min(smallest, NearestContact(_particles[i], _particles[j], smallest));
        }

        return smallest;
    }

    private void Swell(double volumeFraction, CancellationToken cancellationToken)
    {
        _scale = StartScale;
        Separate(cancellationToken);
        double move = 0.2;
        while (_scale < 1)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (++Sweeps > MaximumSweeps)
            {
                throw new InputException(
                    $"the packing jams at {volumeFraction * Math.Pow(_scale, 3):0.000} solids", "active_volume_fraction", "Ask for a lower active volume fraction");
            }

            if (Sweeps % 10 == 1) FindNeighbours();
            double accepted = Sweep(move);
            move = Math.Clamp(move * (accepted > 0.4 ? 1.1 : 0.9), 1e-4, 0.5);
            _scale = Math.Min(1, Math.Min(_scale * 1.03, LargestScale()));
        }
    }

    // At the start scale the box is nearly empty; particles that overlap are thrown anew.
    private void Separate(CancellationToken cancellationToken)
    {
        for (int i = 0; i < _particles.Length; i++)
        {
            int attempts = 0;
            while (Enumerable.Range(0, i).Any(j => Overlaps(_particles[i], _particles[j])))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (++attempts % 200 == 0) _scale *= 0.9;
                _particles[i] = _particles[i] with
                {
                    Centre = new Vector3(_random.Next() * BoxSize, _random.Next() * BoxSize, _random.Next() * BoxSize),
                };
            }
        }
    }

    private double Sweep(double move)
    {
        int accepted = 0;
        for (int n = 0; n < _particles.Length; n++)
        {
            var old = _particles[n];
            double reach = move * old.ShortSemiAxis * _scale;
            var axis = old.Axis + (move * _random.NextDirection());
            var moved = old with
            {
                Centre = Wrap(old.Centre + (reach * _random.Next() * _random.NextDirection())),
                Axis = (1 / axis.Length) * axis,
            };
            bool free = true;
            foreach (int j in _neighbours[n])
            {
                if (!Overlaps(moved, _particles[j])) continue;
                free = false;
                break;
            }

            if (!free) continue;
            _particles[n] = moved;
            accepted++;
        }

        return (double)accepted / _particles.Length;
    }

    private void FindNeighbours()
    {
        // A sweep moves a centre by at most half a short semi-axis, so after ten sweeps no pair outside this margin can meet.
        for (int i = 0; i < _particles.Length; i++)
        {
            var near = new List<int>();
            for (int j = 0; j < _particles.Length; j++)
            {
                if (j == i) continue;
                double margin = (_particles[i].LongSemiAxis + _particles[j].LongSemiAxis) + (5.0 * (_particles[i].ShortSemiAxis + _particles[j].ShortSemiAxis) * _scale);
                if (Nearest(_particles[j].Centre - _particles[i].Centre).Length <= margin || margin > BoxSize / 2) near.Add(j);
            }

            _neighbours[i] = [.. near];
        }
    }

    private double LargestScale()
    {
        double smallest = double.PositiveInfinity;
        for (int i = 0; i < _particles.Length; i++)
        {
            foreach (int j in _neighbours[i])
            {
                if (j > i) smallest = Math.Min(smallest, NearestContact(_particles[i], _particles[j], smallest));
            }
        }

        return Math.Sqrt(smallest) * (1 - 1e-9);
    }

    private bool Overlaps(Ellipsoid a, Ellipsoid b)
    {
        double enough = _scale * _scale;
        return NearestContact(a, b, enough) < enough;
    }

    /// <summary>The contact function to the nearest of b's images; exact below <paramref name="enough"/>.</summary>
    private double NearestContact(Ellipsoid a, Ellipsoid b, double enough)
    {
        var r = Nearest(b.Centre - a.Centre);
        double reach = a.LongSemiAxis + b.LongSemiAxis;
        double smallest = One(r);
        if (2 * reach <= BoxSize) return smallest;

        // Long particles in a small box may touch a further image first.
        for (int image = 0; image < 27; image++)
        {
            if (image == 13) continue;
            smallest = Math.Min(smallest, One(r + new Vector3(((image % 3) - 1) * BoxSize, ((image / 3 % 3) - 1) * BoxSize, ((image / 9) - 1) * BoxSize)));
        }

        return smallest;

        double One(Vector3 separation)
        {
            double bound = separation.Dot(separation) / (reach * reach);
            return bound > enough ? bound : EllipsoidContact.Function(a, b, separation, enough);
        }
    }

    private Vector3 Nearest(Vector3 r) => new(Nearest(r.X), Nearest(r.Y), Nearest(r.Z));

    private double Nearest(double r) => r - (BoxSize * Math.Round(r / BoxSize));

    private Vector3 Wrap(Vector3 r) => new(Wrap(r.X), Wrap(r.Y), Wrap(r.Z));

    private double Wrap(double r)
    {
        double wrapped = r - (BoxSize * Math.Floor(r / BoxSize));
        return wrapped >= BoxSize ? 0 : wrapped;
    }
}
