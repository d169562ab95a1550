using LtoAutoscope.Domain;

namespace LtoAutoscope.Fem.Microstructures;

/// <summary>
/// Convex particles in a cubic box that is periodic in x, y and z. They start at random places and orientations (agglomerates as clusters that
/// touch), swell to their size and push each other apart until no two overlap.
/// </summary>
/// <remarks>
/// Ellipsoids are told apart exactly (Perram and Wertheim); of other shapes a pair counts as free only when a plane between the two has been found,
/// which errs on the safe side. Where an overlap is allowed and the packing jams without, the box is closed further and what overlaps is measured.
/// </remarks>
public sealed class Packing
{
    /// <summary>A pair whose scale to touch is within this of 1 is in contact: the gap is at most 1 % of their reach.</summary>
    public const double ContactScale = 1.01;

    private const double Gap = 2e-3;
    private const int StageSweeps = 40;
    private const int FinalSweeps = 6_000;
    private const int OverlapSweeps = 250;

    private readonly IParticleShape[] _particles;
    private readonly PackingBody[] _bodies;
    private readonly PackingRelaxation _relaxation;
    private IReadOnlyList<(int A, int B, double Scale)>? _contacts;

    private Packing(IReadOnlyList<IParticleShape> population, PackingOptions options)
    {
        Options = options;
        double box = Math.Cbrt(population.Sum(p => p.Volume) / options.VolumeFraction);
        var random = new SeededRandom(options.Seed, 0x7061636b);
        var clusters = Agglomerates.Assign(population.Count, options, random);
        _bodies = new PackingBody[population.Count];
        for (int i = 0; i < _bodies.Length; i++)
        {
            _bodies[i] = new PackingBody(
                population[i], new Vector3(random.Next() * box, random.Next() * box, random.Next() * box), Orientation.Random(random));
        }

        Bonds = Agglomerates.Cluster(_bodies, clusters, random);
        AgglomerateSizes = [.. clusters.Select(c => c.Length)];
        _relaxation = new PackingRelaxation(_bodies, Bonds, box);
        _particles = new IParticleShape[population.Count];
    }

    /// <summary>What was asked for.</summary>
    public PackingOptions Options { get; }

    /// <summary>Edge of the box, in the population's unit.</summary>
    public double BoxSize => _relaxation.BoxSize;

    /// <summary>The particles, in the order of the population; centres lie in [0, <see cref="BoxSize"/>).</summary>
    public IReadOnlyList<IParticleShape> Particles => _particles;

    /// <summary>Sum of the particles' volumes over the box's; overlap counts twice.</summary>
    public double SummedVolumeFraction => _particles.Sum(p => p.Volume) / (BoxSize * BoxSize * BoxSize);

    /// <summary>Solids: the particles' union over the box.</summary>
    public double VolumeFraction => SummedVolumeFraction * (1 - OverlapFraction);

    /// <summary>Share of the particles' summed volume that lies inside another particle; 0 without overlap, else measured on 128³ points.</summary>
    public double OverlapFraction { get; private set; }

    /// <summary>Sweeps over all contacts that it took.</summary>
    public int Sweeps => _relaxation.Sweeps;

    /// <summary>Particles of each agglomerate of two or more.</summary>
    public IReadOnlyList<int> AgglomerateSizes { get; }

    /// <summary>Pairs that were made to touch, as indices.</summary>
    public IReadOnlyList<(int A, int B)> Bonds { get; }

    /// <summary>Bonds in contact in the finished packing.</summary>
    public int BondsInContact => _relaxation.BondsWithin(ContactScale);

    /// <summary>Packs a population of ellipsoids without overlap.</summary>
    /// <param name="population">The particles; centres and axes are drawn anew (orientation isotropic).</param>
    /// <param name="volumeFraction">Solids, 0.01…0.7.</param>
    /// <param name="seed">The seed; the same seed gives the same packing.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InputException">A particle is longer than the box, or the packing jams below the asked fraction.</exception>
    public static Packing Create(IReadOnlyList<IParticleShape> population, double volumeFraction, long seed, CancellationToken cancellationToken = default)
        => Create(population, new PackingOptions { VolumeFraction = volumeFraction, Seed = seed }, cancellationToken);

    /// <summary>Packs a population.</summary>
    /// <inheritdoc cref="Create(IReadOnlyList{IParticleShape}, double, long, CancellationToken)"/>
    /// <param name="population">The particles.</param>
    /// <param name="options">Solids, seed, overlap, agglomeration.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static Packing Create(IReadOnlyList<IParticleShape> population, PackingOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(population);
        ArgumentNullException.ThrowIfNull(options);
        if (population.Count == 0) throw new InputException("no particles to pack", "cell model", "Give a morphology with at least one particle");
        options.Validate();
        double box = Math.Cbrt(population.Sum(p => p.Volume) / options.VolumeFraction), longest = population.Max(p => 2 * p.OuterRadius);
        if (longest > box)
            throw new InputException($"the longest particle ({longest:0.#}) is longer than the box ({box:0.#})", "cell model", "Ask for more particles a realisation");
        var packing = new Packing(population, options);
        packing.Swell(cancellationToken);
        packing.Keep();
        return packing;
    }

    /// <summary>The smallest contact function over all pairs, the square of the scale at which the first two touch; at least 1 without overlap.</summary>
    public double SmallestContact()
    {
        double smallest = Contacts(1.2).Select(c => c.Scale).DefaultIfEmpty(1.2).Min();
        return smallest * smallest;
    }

    /// <summary>Mean number of particles that a particle is in contact with.</summary>
    public double ContactsAParticle => 2.0 * Contacts(ContactScale).Select(c => (c.A, c.B)).Distinct().Count() / _particles.Length;

    /// <summary>Pairs that touch when both are scaled by a factor (at most 1.2), with the factor at which each does; a pair appears once an image.</summary>
    public IReadOnlyList<(int A, int B, double Scale)> Contacts(double scale)
    {
        if (!(scale is > 0 and <= 1.2)) throw new ArgumentOutOfRangeException(nameof(scale), scale, "At most 1.2.");
        _contacts ??= _relaxation.Contacts(1.2);
        return [.. _contacts.Where(c => c.Scale <= scale)];
    }

    private void Swell(CancellationToken cancellationToken)
    {
        for (double scale = Math.Min(0.9, Math.Cbrt(0.2 / Options.VolumeFraction)); scale < 0.995; scale += 0.25 * (1.02 - scale))
            _relaxation.Relax(scale, 0.01, StageSweeps, cancellationToken);
        int sweeps = Options.AllowedOverlap > 0 ? FinalSweeps / 6 : FinalSweeps;
        if (_relaxation.Relax(1, Gap, sweeps, cancellationToken)) return;
        if (Options.AllowedOverlap > 0) Close(cancellationToken);
        else Jam();
    }

    // The box is closed until the union of what overlaps fills the asked share.
    private void Close(CancellationToken cancellationToken)
    {
        double union = 0;
        for (int i = 0; i < 12; i++)
        {
            Keep();
            OverlapFraction = PackingOverlap.Measure(_particles, BoxSize, cancellationToken);
            union = VolumeFraction;
            if (OverlapFraction > Options.AllowedOverlap || Math.Abs(union - Options.VolumeFraction) < 2e-4) break;
            _relaxation.Resize(BoxSize * Math.Cbrt(union / Options.VolumeFraction));
            _relaxation.Relax(1, 0, OverlapSweeps, cancellationToken);
        }

        if (OverlapFraction <= Options.AllowedOverlap && Math.Abs(union - Options.VolumeFraction) < 1e-3) return;
        throw new InputException(
            $"at {union:0.000} solids {OverlapFraction:0.0000} of the particles' volume overlaps, more than the allowed {Options.AllowedOverlap:0.0000}",
            "active_volume_fraction", "Ask for a lower active volume fraction or allow more overlap");
    }

    private void Jam()
    {
        Keep();
        double scale = Math.Sqrt(SmallestContact());
        throw new InputException(
            $"the packing jams: {Options.VolumeFraction:0.000} solids are asked, and particles still overlap by {100 * (1 - scale):0.00} % of their reach after {Sweeps} sweeps",
            "active_volume_fraction", "Ask for a lower active volume fraction or allow an overlap");
    }

    private void Keep()
    {
        for (int i = 0; i < _particles.Length; i++)
        {
            var body = _bodies[i];
            _particles[i] = body.Shape.Placed(new Vector3(Wrap(body.Position.X), Wrap(body.Position.Y), Wrap(body.Position.Z)), body.Orientation);
        }

        _contacts = null;
    }

    private double Wrap(double r)
    {
        double wrapped = r - (BoxSize * Math.Floor(r / BoxSize));
        return wrapped >= BoxSize ? 0 : wrapped;
    }
}
