namespace LtoAutoscope.Twin.Worlds;

/// <summary>Solid shapes that oxide crystals grow in.</summary>
public enum CrystalHabit
{
    /// <summary>Tetragonal bipyramid with cut tips: anatase.</summary>
    Bipyramid,

    /// <summary>Octahedron with cut corners: spinels such as lithium titanate.</summary>
    Octahedron,

    /// <summary>Cuboid with more or less equal edges.</summary>
    Cube,

    /// <summary>Prism of four or six sides with pointed or flat ends: rutile, zinc oxide.</summary>
    Rod,

    /// <summary>Flat plate of six or more sides: alumina.</summary>
    Platelet,

    /// <summary>Irregular polyhedron: crushed or calcined grains.</summary>
    Block,
}
