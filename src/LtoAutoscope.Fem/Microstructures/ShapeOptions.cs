using LtoAutoscope.Domain;

namespace LtoAutoscope.Fem.Microstructures;

/// <summary>From silhouettes to bodies: shape, orientation, blockiness.</summary>
public sealed record ShapeOptions
{
    /// <summary>The shape and orientation model. Default <see cref="ProjectionModel.ProlateFlat"/>.</summary>
    public ProjectionModel Model { get; init; }

    /// <summary>Thickness over width of <see cref="ProjectionModel.Triaxial"/>, 0.1…1. Default 0.7.</summary>
    public double ThirdAxisRatio { get; init; } = 0.7;

    /// <summary>Exponent of a superellipsoid along the short axis, 2 (an ellipsoid) to 8. Default 2.</summary>
    public double Exponent1 { get; init; } = 2;

    /// <summary>Exponent across it, 2 to 8. Default 2.</summary>
    public double Exponent2 { get; init; } = 2;

    /// <summary>The model in words, for results.</summary>
    public string Words => Model switch
    {
        ProjectionModel.ProlateFlat => "prolate, seen lying flat",
        ProjectionModel.ProlateRandom => "prolate, seen turned at random (aspect ratios unfolded)",
        ProjectionModel.OblateFlat => "oblate, seen lying on its face, as flat as the silhouettes are long",
        ProjectionModel.OblateEdge => "oblate, seen standing on its edge",
        ProjectionModel.Triaxial => FormattableString.Invariant($"triaxial, seen lying flat, thickness {ThirdAxisRatio:0.##} of the width"),
        _ => "sphere of the projected diameter",
    } + (Exponent1 == 2 && Exponent2 == 2 ? "; ellipsoids" : FormattableString.Invariant($"; superellipsoids of exponents {Exponent1:0.##} and {Exponent2:0.##}"));

    /// <summary>Reads a model's name: <c>prolate-flat</c>, <c>prolate-random</c>, <c>oblate-flat</c>, <c>oblate-edge</c>, <c>triaxial</c>, <c>sphere</c>.</summary>
    /// <exception cref="InputException">The name is unknown.</exception>
    public static ProjectionModel ParseModel(string name) => name switch
    {
        "prolate-flat" => ProjectionModel.ProlateFlat,
        "prolate-random" => ProjectionModel.ProlateRandom,
        "oblate-flat" => ProjectionModel.OblateFlat,
        "oblate-edge" => ProjectionModel.OblateEdge,
        "triaxial" => ProjectionModel.Triaxial,
        "sphere" => ProjectionModel.Sphere,
        _ => throw new InputException($"there is no shape model '{name}'", "shape_model", "Give prolate-flat, prolate-random, oblate-flat, oblate-edge, triaxial or sphere"),
    };

    internal void Validate()
    {
        if (!(ThirdAxisRatio is >= 0.1 and <= 1))
            throw new InputException($"a third axis of {ThirdAxisRatio:0.###} times the width is out of range", "third_axis_ratio", "Give 0.1 to 1");
        if (!(Exponent1 is >= 2 and <= Superellipsoid.MaximumExponent && Exponent2 is >= 2 and <= Superellipsoid.MaximumExponent))
            throw new InputException($"superellipsoid exponents of {Exponent1} and {Exponent2} are out of range", "exponents", $"Give 2 to {Superellipsoid.MaximumExponent}");
    }
}
