using System.CommandLine;
using System.Globalization;
using LtoAutoscope.Learning.Scores;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>learn hyperscore</c>: the score of a value V.</summary>
internal static class LearnHyperscoreVerb
{
    public static Command Create()
    {
        var v = new Option<double>("--v") { Description = "The value, a fraction in (0, 1].", Required = true, HelpName = "V" };
        (Option<double> beta, Option<double> gamma, Option<double> kappa) = Constants();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("hyperscore", "100·[1 + σ(β·ln V + γ)^κ] of a value V.") { v, beta, gamma, kappa, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(_ =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            HyperScore score = Of(parsed, beta, gamma, kappa);
            double value = parsed.GetValue(v), found = score.Of(value);
            console.WriteJson(new { Hyperscore = found, V = value, score.Beta, score.Gamma, score.Kappa });
            if (!console.IsJson) console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{found:0.0###} (V {value}, β {score.Beta:0.######}, γ {score.Gamma:0.######}, κ {score.Kappa:0.######})"));
            return Task.FromResult(ExitCode.Success);
        }, token));
        return command;
    }

    /// <summary>The options of the score's constants.</summary>
    internal static (Option<double> Beta, Option<double> Gamma, Option<double> Kappa) Constants() => (
        new Option<double>("--beta") { Description = "Slope β of the score, above 0.", DefaultValueFactory = _ => HyperScore.DefaultBeta },
        new Option<double>("--gamma") { Description = "Shift γ of the score; −ln 2 by default.", DefaultValueFactory = _ => HyperScore.DefaultGamma },
        new Option<double>("--kappa") { Description = "Exponent κ of the score, above 0.", DefaultValueFactory = _ => HyperScore.DefaultKappa });

    /// <summary>The score that the options ask for.</summary>
    internal static HyperScore Of(ParseResult parsed, Option<double> beta, Option<double> gamma, Option<double> kappa)
        => new() { Beta = parsed.GetValue(beta), Gamma = parsed.GetValue(gamma), Kappa = parsed.GetValue(kappa) };
}
