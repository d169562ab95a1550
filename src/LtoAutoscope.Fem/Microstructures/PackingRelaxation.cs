using System.Runtime.InteropServices;

namespace LtoAutoscope.Fem.Microstructures;

/// <summary>
/// Pushes overlapping bodies in a periodic box apart until none overlaps: the force-biased packing of Mościński and Bargieł (Comput. Phys.
/// Commun. 64 (1991) 183) with each contact solved in turn as a constraint on position and orientation (position-based dynamics, Müller et al. 2007).
/// Bonds are contacts that are also pulled together. One thread; the same start gives the same end.
/// </summary>
internal sealed class PackingRelaxation
{
    private const double OverRelaxation = 1.2;
    private const double LargestTurn = 0.3;

    private readonly PackingBody[] _bodies;
    private readonly Vector3[] _built;
    private readonly List<Pair> _pairs = [];
    private readonly double _skin;
    private Bond[] _bonds;
    private double _builtScale;

    internal PackingRelaxation(PackingBody[] bodies, IReadOnlyList<(int A, int B)> bonds, double boxSize)
    {
        _bodies = bodies;
        BoxSize = boxSize;
        _built = new Vector3[bodies.Length];
        _skin = 0.6 * bodies.Average(b => b.Shape.InnerRadius);
        _bonds = [.. bonds.Select(b => new Bond(b.A, b.B, Nearest(bodies[b.B].Position - bodies[b.A].Position) - (bodies[b.B].Position - bodies[b.A].Position)))];
    }

    internal double BoxSize { get; private set; }

    internal int Sweeps { get; private set; }

    /// <summary>Bonds whose ends are within a scale of each other.</summary>
    internal int BondsWithin(double scale)
        => _bonds.Count(b => Scale(b.A, b.B, b.Shift) <= scale);

    /// <summary>Relaxes.</summary>
    /// <param name="scale">Bodies count as scaled by this.</param>
    /// <param name="gap">Aims at touching when scaled by (1 + gap) more, so that the end is reached from a little beyond.</param>
    /// <param name="sweeps">At most so many.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Whether no pair overlaps.</returns>
    internal bool Relax(double scale, double gap, int sweeps, CancellationToken cancellationToken)
    {
        for (int i = 0; i < sweeps; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Refresh(scale * (1 + gap));
            double worst = Sweep(scale * (1 + gap), gap);
            Sweeps++;
            // What one contact moves may close another one that was seen before it.
            if (worst >= scale && IsFree(scale)) return true;
        }

        return false;
    }

    /// <summary>Scales box and positions.</summary>
    internal void Resize(double boxSize)
    {
        double factor = boxSize / BoxSize;
        BoxSize = boxSize;
        foreach (var body in _bodies) body.Position = factor * body.Position;
        for (int i = 0; i < _bonds.Length; i++) _bonds[i] = _bonds[i] with { Shift = factor * _bonds[i].Shift };
        _builtScale = 0;
    }

    /// <summary>All pairs that touch when scaled by a factor, with the factor at which each does.</summary>
    internal IReadOnlyList<(int A, int B, double Scale)> Contacts(double scale)
    {
        _builtScale = 0;
        Refresh(scale);
        var found = new List<(int, int, double)>();
        foreach (var pair in _pairs)
        {
            double s = Scale(pair.A, pair.B, pair.Shift);
            if (s <= scale) found.Add((pair.A, pair.B, s));
        }

        return found;
    }

    private bool IsFree(double scale)
    {
        _builtScale = 0;
        Refresh(scale);
        foreach (ref var pair in CollectionsMarshal.AsSpan(_pairs))
        {
            PackingBody a = _bodies[pair.A], b = _bodies[pair.B];
            var r = b.Position + pair.Shift - a.Position;
            double reach = (a.OuterRadius + b.OuterRadius) * scale;
            if (r.Dot(r) < reach * reach && PackingBody.Scale(a, b, r, scale, ref pair.Normal) < scale) return false;
        }

        return true;
    }

    private double Scale(int a, int b, Vector3 shift)
    {
        var normal = default(Vector3);
        return PackingBody.Scale(_bodies[a], _bodies[b], _bodies[b].Position + shift - _bodies[a].Position, double.PositiveInfinity, ref normal);
    }

    private double Sweep(double target, double gap)
    {
        double worst = double.PositiveInfinity;
        bool forward = (Sweeps & 1) == 0;
        var pairs = CollectionsMarshal.AsSpan(_pairs);
        for (int k = 0; k < pairs.Length; k++)
        {
            ref var pair = ref pairs[forward ? k : pairs.Length - 1 - k];
            PackingBody a = _bodies[pair.A], b = _bodies[pair.B];
            var r = b.Position + pair.Shift - a.Position;
            double reach = (a.OuterRadius + b.OuterRadius) * target;
            if (r.Dot(r) >= reach * reach) continue;
            double s = PackingBody.Scale(a, b, r, target, ref pair.Normal);
            if (s >= target) continue;
            worst = Math.Min(worst, s);
            Correct(a, b, s, pair.Normal, (target - s) * OverRelaxation);
        }

        foreach (var bond in _bonds)
        {
            PackingBody a = _bodies[bond.A], b = _bodies[bond.B];
            var normal = default(Vector3);
            double s = PackingBody.Scale(a, b, b.Position + bond.Shift - a.Position, double.PositiveInfinity, ref normal);
            if (s > target * (1 + gap)) Correct(a, b, s, normal, target - s);
        }

        return worst;
    }

    private static void Correct(PackingBody a, PackingBody b, double s, Vector3 normal, double change)
    {
        Vector3 pa = a.Support(normal), pb = b.Support(normal);
        double width = (pa + pb).Dot(normal);
        Vector3 move = 1 / width * normal, turnA = -s / width * pa.Cross(normal), turnB = -s / width * pb.Cross(normal);
        double stiffness = ((a.InverseMass + b.InverseMass) * move.Dot(move)) + (a.InverseInertia * turnA.Dot(turnA)) + (b.InverseInertia * turnB.Dot(turnB));
        double force = change / stiffness;
        a.Position -= force * a.InverseMass * move;
        b.Position += force * b.InverseMass * move;
        Turn(a, force * a.InverseInertia * turnA);
        Turn(b, force * b.InverseInertia * turnB);
    }

    private static void Turn(PackingBody body, Vector3 rotation)
    {
        if (body.IsRound) return;
        double angle = rotation.Length;
        if (angle > LargestTurn) rotation = LargestTurn / angle * rotation;
        body.Turn(body.Orientation.Turned(rotation));
    }

    private void Refresh(double scale)
    {
        double moved = 0;
        for (int i = 0; i < _bodies.Length; i++)
        {
            var d = _bodies[i].Position - _built[i];
            moved = Math.Max(moved, d.Dot(d));
        }

        // Two bodies may come closer by twice the largest move.
        if (scale <= _builtScale && 4 * moved <= _skin * _skin) return;
        Wrap();
        FindPairs(scale);
        _builtScale = scale;
    }

    private void Wrap()
    {
        for (int i = 0; i < _bodies.Length; i++) _built[i] = new Vector3(Wrap(_bodies[i].Position.X), Wrap(_bodies[i].Position.Y), Wrap(_bodies[i].Position.Z));
        for (int i = 0; i < _bonds.Length; i++)
        {
            var (a, b, shift) = _bonds[i];
            _bonds[i] = new Bond(a, b, shift + (_bodies[b].Position - _built[b]) - (_bodies[a].Position - _built[a]));
        }

        for (int i = 0; i < _bodies.Length; i++) _bodies[i].Position = _built[i];
    }

    private void FindPairs(double scale)
    {
        _pairs.Clear();
        double largest = _bodies.Max(b => b.OuterRadius), reach = (2 * largest * scale) + _skin;
        int cells = (int)(BoxSize / reach);
        if (cells < 4 || _bodies.Length < 64)
        {
            for (int i = 0; i < _bodies.Length; i++)
            {
                for (int j = i + 1; j < _bodies.Length; j++) AddPair(i, j, scale);
            }

            return;
        }

        cells = Math.Min(cells, 128);
        int[] head = new int[cells * cells * cells], next = new int[_bodies.Length], cell = new int[_bodies.Length];
        Array.Fill(head, -1);
        for (int i = _bodies.Length - 1; i >= 0; i--)
        {
            var p = _bodies[i].Position;
            cell[i] = (((Cell(p.Z) * cells) + Cell(p.Y)) * cells) + Cell(p.X);
            next[i] = head[cell[i]];
            head[cell[i]] = i;
        }

        for (int i = 0; i < _bodies.Length; i++)
        {
            int x = cell[i] % cells, y = cell[i] / cells % cells, z = cell[i] / (cells * cells);
            for (int n = 0; n < 27; n++)
            {
                int cx = (x + (n % 3) + cells - 1) % cells, cy = (y + (n / 3 % 3) + cells - 1) % cells, cz = (z + (n / 9) + cells - 1) % cells;
                for (int j = head[(((cz * cells) + cy) * cells) + cx]; j >= 0; j = next[j])
                {
                    if (j > i) AddPair(i, j, scale);
                }
            }
        }

        int Cell(double x) => Math.Min(cells - 1, (int)(x / BoxSize * cells));
    }

    private void AddPair(int i, int j, double scale)
    {
        var r = _bodies[j].Position - _bodies[i].Position;
        var nearest = Nearest(r);
        double reach = ((_bodies[i].OuterRadius + _bodies[j].OuterRadius) * scale) + _skin;
        bool wide = 2 * reach > BoxSize;
        for (int image = wide ? 0 : 13; image < (wide ? 27 : 14); image++)
        {
            // Long particles in a small box may touch a further image too.
            var q = nearest + new Vector3(((image % 3) - 1) * BoxSize, ((image / 3 % 3) - 1) * BoxSize, ((image / 9) - 1) * BoxSize);
            if (q.Dot(q) < reach * reach) _pairs.Add(new Pair { A = i, B = j, Shift = q - r });
        }
    }

    private Vector3 Nearest(Vector3 r) => new(Nearest(r.X), Nearest(r.Y), Nearest(r.Z));

    private double Nearest(double r) => r - (BoxSize * Math.Round(r / BoxSize));

    private double Wrap(double r)
    {
        double wrapped = r - (BoxSize * Math.Floor(r / BoxSize));
        return wrapped >= BoxSize ? 0 : wrapped;
    }

    private struct Pair
    {
        internal int A;
        internal int B;
        internal Vector3 Shift;
        internal Vector3 Normal;
    }

    private readonly record struct Bond(int A, int B, Vector3 Shift);
}
