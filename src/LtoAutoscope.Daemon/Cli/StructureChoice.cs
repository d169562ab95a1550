using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Fem.Microstructures;

namespace LtoAutoscope.Daemon.Cli;

/// <summary>The options that say what particles are like and how they lie, for the verbs that pack a box.</summary>
internal sealed class StructureChoice
{
    private readonly Option<string> _model = new("--shape-model") { Description = "From silhouette to body: prolate-flat, prolate-random, oblate-flat, oblate-edge, triaxial or sphere.", DefaultValueFactory = _ => "prolate-flat", HelpName = "MODEL" };
    private readonly Option<double> _third = new("--third-axis") { Description = "Thickness over width of triaxial particles.", DefaultValueFactory = _ => 0.7, HelpName = "RATIO" };
    private readonly Option<double[]> _exponents = new("--exponents") { Description = "Exponents of superellipsoids along and across the short axis, 2 (ellipsoids) to 8.", HelpName = "E", Arity = new ArgumentArity(1, 2), AllowMultipleArgumentsPerToken = true };
    private readonly Option<double> _binder = new("--binder") { Description = "Volume fraction of carbon-binder domain.", HelpName = "PHI" };
    private readonly Option<string> _agglomeration;
    private readonly Option<double> _overlap = new("--overlap") { Description = "Share of the particles' volume that may overlap, where the packing jams without.", HelpName = "SHARE" };

    /// <param name="agglomeration">The default: <c>measured</c> or a share.</param>
    public StructureChoice(string agglomeration) => _agglomeration = new("--agglomeration")
    {
        Description = "Share of the particles in agglomerates, SHARE or SHARE:PARTICLES, or measured.", DefaultValueFactory = _ => agglomeration, HelpName = "A",
    };

    /// <summary>The options.</summary>
    public IReadOnlyList<Option> Options => [_model, _third, _exponents, _binder, _agglomeration, _overlap];

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in Options) command.Options.Add(option);
    }

    /// <summary>What was chosen.</summary>
    /// <exception cref="InputException">A value cannot be read.</exception>
    public StructureOptions Read(ParseResult parsed)
    {
        double[] powers = parsed.GetValue(_exponents) is { Length: > 0 } given ? given : [2];
        var (share, group) = ParseAgglomeration(parsed.GetValue(_agglomeration)!);
        return new StructureOptions
        {
            AllowedOverlap = parsed.GetValue(_overlap),
            Binder = parsed.GetValue(_binder),
            AgglomeratedShare = share,
            AgglomerateParticles = group,
            Shape = new ShapeOptions { Model = ShapeOptions.ParseModel(parsed.GetValue(_model)!), ThirdAxisRatio = parsed.GetValue(_third), Exponent1 = powers[0], Exponent2 = powers[^1] },
        };
    }

    private static (double? Share, double? Particles) ParseAgglomeration(string text)
    {
        if (text == "measured") return (null, null);
        string[] parts = text.Split(':');
        double group = double.NaN;
        bool good = double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double share)
            && (parts.Length == 1 || (parts.Length == 2 && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out group)));
        return good
            ? (share, double.IsNaN(group) ? null : group)
            : throw new InputException($"'{text}' is no agglomeration", "--agglomeration", "Give measured, a share such as 0.3, or 0.3:5 for five particles an agglomerate");
    }
}
