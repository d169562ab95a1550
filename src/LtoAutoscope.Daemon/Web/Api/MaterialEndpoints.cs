using System.Text;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Pipeline.Cells;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>The materials that samples may be of, with the source of each value.</summary>
internal static class MaterialEndpoints
{
    public static void Map(RouteGroupBuilder materials)
    {
        materials.MapGet("", ([FromServices] MaterialLibrary library) => TypedResults.Ok(MaterialSummary.All(library))).RequirePermission(Permission.Look).WithSummary("All materials of config/materials; one whose file is wrong says why");
        materials.MapGet("/{name}", Show).RequirePermission(Permission.Look).WithSummary("A material: each value with unit, range, how it came to be, and its source").ProducesProblem(StatusCodes.Status404NotFound);
        materials.MapGet("/{name}/file", File).RequirePermission(Permission.Look).WithSummary("The material as a YAML file").Produces(StatusCodes.Status200OK, contentType: "application/yaml").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static Results<Ok<MaterialView>, ProblemHttpResult> Show(string name, [FromServices] MaterialLibrary library)
    {
        if (!library.Has(name)) return Missing(name, library);
        Material material = library.Load(name);
        return TypedResults.Ok(new MaterialView(MaterialSummary.Of(material), MaterialTable.Rows(material)));
    }

    private static Results<FileContentHttpResult, ProblemHttpResult> File(string name, [FromServices] MaterialLibrary library)
        => library.Has(name)
            ? TypedResults.File(Encoding.UTF8.GetBytes(MaterialFile.Write(library.Load(name))), "application/yaml", $"{name}.yaml")
            : Missing(name, library);

    private static ProblemHttpResult Missing(string name, MaterialLibrary library) => TypedResults.Problem(
        title: $"There is no material '{name}'", detail: $"Choose one of {string.Join(", ", library.Names)}.", statusCode: StatusCodes.Status404NotFound);
}
