namespace LtoAutoscope.Fem.Solvers;

/// <summary>What holds on the two faces of a box across one axis.</summary>
public enum BoundaryKind
{
    /// <summary>No flux (natural boundary).</summary>
    Neumann,

    /// <summary>The values that the vector has on both faces are held.</summary>
    Dirichlet,

    /// <summary>The values that the vector has on the face at index 0 are held; no flux on the other one.</summary>
    DirichletLow,

    /// <summary>The last node plane is the image of the first.</summary>
    Periodic,
}
