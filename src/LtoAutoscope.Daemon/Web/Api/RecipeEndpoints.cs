using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Recipes;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Recipes;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>Recipes: what there is and where it is used, checking, rehearsing and saving.</summary>
internal static class RecipeEndpoints
{
    public static void Map(RouteGroupBuilder recipes)
    {
        recipes.MapGet("", async (RecipeCommands commands, CancellationToken token) => TypedResults.Ok(await commands.ListAsync(token))).RequirePermission(Permission.Look).WithSummary("All recipes with their versions and where they are used");
        recipes.MapGet("/fields", (RecipeCommands commands) => TypedResults.Ok(commands.Fields)).RequirePermission(Permission.Look).WithSummary("The keys of a recipe with ranges and defaults");
        recipes.MapGet("/{name}", GetAsync).RequirePermission(Permission.Look).WithSummary("A recipe; its ETag goes back as If-Match");
        recipes.MapPut("/{name}", PutAsync).RequirePermission(Permission.EditRecipes).WithSummary("Save a recipe: If-Match with its ETag changes it, If-None-Match: * makes it").ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status428PreconditionRequired);
        recipes.MapPost("/{name}/duplicate", async (string name, DuplicateRequest request, RecipeCommands commands, HttpResponse response, CancellationToken token) =>
        {
            RecipeView made = await commands.DuplicateAsync(name, request.To, token);
            response.Headers.ETag = Quoted(made.ETag);
            return TypedResults.Created($"/api/v1/recipes/{Uri.EscapeDataString(made.Name)}", made);
        }).RequirePermission(Permission.EditRecipes).WithSummary("Make a new recipe from one, as version 1");
        recipes.MapPost("/validate", (RecipeTextRequest request) => TypedResults.Ok(RecipeYaml.Read(request.Yaml, request.Name))).RequirePermission(Permission.Look).WithSummary("Read a recipe's text, with each problem at its line and key; nothing is saved");
        recipes.MapPost("/{name}/diff", DiffAsync).RequirePermission(Permission.Look).WithSummary("Compare a text with the saved one, line by line");
        recipes.MapPost("/dry-run", async (DryRunRequest request, RecipeCommands commands, CancellationToken token) => TypedResults.Ok(await commands.DryRunAsync(request.Yaml, request.Sample, token))).RequirePermission(Permission.Propose).WithSummary("Rehearse a recipe on a sample: time, frames, dose, and what cannot work; nothing is queued");
    }

    private static async Task<Results<Ok<RecipeView>, StatusCodeHttpResult, ProblemHttpResult>> GetAsync(string name, RecipeCommands commands, HttpContext context, CancellationToken cancellationToken)
    {
        if (await commands.FindAsync(name, cancellationToken) is not { } recipe) return Missing(name);
        context.Response.Headers.ETag = Quoted(recipe.ETag);
        context.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Ok(recipe);
    }

    private static async Task<Results<Ok<RecipeView>, Created<RecipeView>, ProblemHttpResult>> PutAsync(string name, RecipeRequest request, RecipeCommands commands, HttpContext context, CancellationToken cancellationToken)
    {
        string match = context.Request.Headers.IfMatch.ToString().Trim(), none = context.Request.Headers.IfNoneMatch.ToString().Trim();
        if (match.Length == 0 && none != "*")
            return TypedResults.Problem(title: "It is not said which state of the recipe is meant", detail: "Send If-Match with the ETag that was read, or If-None-Match: * for a new recipe.", statusCode: StatusCodes.Status428PreconditionRequired);
        try
        {
            RecipeView saved = await commands.SaveAsync(name, request.Yaml, match.Length == 0 ? null : match.TrimStart('W', '/').Trim('"'), request.RaiseVersion, cancellationToken);
            context.Response.Headers.ETag = Quoted(saved.ETag);
            return match.Length == 0 ? TypedResults.Created($"/api/v1/recipes/{Uri.EscapeDataString(saved.Name)}", saved) : TypedResults.Ok(saved);
        }
        catch (RecipeChangedException changed)
        {
            if (changed.Current is { } current) context.Response.Headers.ETag = Quoted(current.ETag);
            return TypedResults.Problem(
                title: changed.Current is null ? "The recipe is there no more" : match.Length == 0 ? "There is such a recipe already" : "The recipe was changed meanwhile", detail: changed.Message, statusCode: StatusCodes.Status412PreconditionFailed,
                extensions: new Dictionary<string, object?> { ["where"] = $"recipe '{name}'", ["remedy"] = "Get it again, look at what was changed, and send the new ETag", ["etag"] = changed.Current?.ETag });
        }
    }

    private static async Task<Results<Ok<IReadOnlyList<DiffLine>>, ProblemHttpResult>> DiffAsync(string name, RecipeTextRequest request, RecipeCommands commands, CancellationToken cancellationToken)
        => await commands.FindAsync(name, cancellationToken) is { } saved ? TypedResults.Ok(RecipeDiff.Of(saved.Yaml, request.Yaml)) : Missing(name);

    private static string Quoted(string etag) => $"\"{etag}\"";

    private static ProblemHttpResult Missing(string name)
        => TypedResults.Problem(title: "There is no such recipe", detail: $"No recipe is called '{name}'.", statusCode: StatusCodes.Status404NotFound);
}
