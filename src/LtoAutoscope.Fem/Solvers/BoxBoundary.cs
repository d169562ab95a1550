namespace LtoAutoscope.Fem.Solvers;

/// <summary>The boundaries of a box, axis by axis.</summary>
/// <param name="X">Across x.</param>
/// <param name="Y">Across y.</param>
/// <param name="Z">Across z.</param>
public readonly record struct BoxBoundary(BoundaryKind X, BoundaryKind Y, BoundaryKind Z)
{
    /// <summary>No flux on all faces.</summary>
    public static BoxBoundary Neumann => new(BoundaryKind.Neumann, BoundaryKind.Neumann, BoundaryKind.Neumann);

    /// <summary>Held values on all faces.</summary>
    public static BoxBoundary Dirichlet => new(BoundaryKind.Dirichlet, BoundaryKind.Dirichlet, BoundaryKind.Dirichlet);

    /// <summary>Periodic in all directions.</summary>
    public static BoxBoundary Periodic => new(BoundaryKind.Periodic, BoundaryKind.Periodic, BoundaryKind.Periodic);

    /// <summary>The kind across axis 0 (x), 1 (y) or 2 (z).</summary>
    public BoundaryKind this[int axis] => axis switch { 0 => X, 1 => Y, 2 => Z, _ => throw new ArgumentOutOfRangeException(nameof(axis)) };

    /// <summary>Whether any face holds its values.</summary>
    public bool HasDirichlet => HoldsLow(0) || HoldsLow(1) || HoldsLow(2);

    /// <summary>Whether the face at index 0 of an axis holds its values.</summary>
    public bool HoldsLow(int axis) => this[axis] is BoundaryKind.Dirichlet or BoundaryKind.DirichletLow;

    /// <summary>Whether the face at the far end of an axis holds its values.</summary>
    public bool HoldsHigh(int axis) => this[axis] == BoundaryKind.Dirichlet;
}
